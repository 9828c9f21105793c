import { seededRandom, shuffled } from './seeded-random.js';

/** Things that go into one split together, and how often each label is among them. */
export interface Stratum {
  /** Number of images. */
  readonly size: number;
  /** Numbers of the labels, a label once for each image that has it. */
  readonly labels: readonly number[];
}

/** Index of the largest of `first`, ties broken by `second`, then at random. */
function pickNeediest(first: Float64Array, second: Float64Array, random: () => number): number {
  let best: number[] = [];
  for (let split = 0; split < first.length; split++) {
    const rival = best[0];
    if (rival === undefined) best = [split];
    else {
      const difference = (first[split] ?? 0) - (first[rival] ?? 0) || (second[split] ?? 0) - (second[rival] ?? 0);
      if (difference > 0) best = [split];
      else if (difference === 0) best.push(split);
    }
  }
  return best[Math.floor(random() * best.length)] ?? 0;
}

/**
 * Divides strata so that each split gets its share of every label: iterative stratification (Sechidis, Tsoumakas and
 * Vlahavas 2011). Labels are dealt out from the rarest on; each stratum goes where that label is missed most. Strata
 * without labels come last and even out the sizes. With one label a stratum this is ordinary stratification.
 *
 * @param shares of the splits, adding up to 1.
 * @returns the index of a split for each stratum.
 */
export function stratify(strata: readonly Stratum[], shares: readonly number[], seed: number): Int32Array {
  const random = seededRandom(seed);
  const order = shuffled([...strata.keys()], random);
  const assigned = new Int32Array(strata.length).fill(-1);
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const wantedImages = Float64Array.from(shares, (share) => share * total);

  const byLabel = new Map<number, number[]>();
  const left = new Map<number, number>();
  for (const index of order) {
    for (const label of strata[index]?.labels ?? []) {
      const list = byLabel.get(label);
      if (!list) byLabel.set(label, [index]);
      else if (list.at(-1) !== index) list.push(index);
      left.set(label, (left.get(label) ?? 0) + 1);
    }
  }
  const wanted = new Map(
    [...left].map(([label, count]) => [label, Float64Array.from(shares, (share) => share * count)]),
  );

  const assign = (index: number, split: number): void => {
    const { size, labels } = strata[index] ?? { size: 0, labels: [] };
    assigned[index] = split;
    wantedImages[split] = (wantedImages[split] ?? 0) - size;
    for (const label of labels) {
      left.set(label, (left.get(label) ?? 0) - 1);
      const row = wanted.get(label);
      if (row) row[split] = (row[split] ?? 0) - 1;
    }
  };

  for (;;) {
    let rarest: number | undefined;
    for (const [label, count] of left) {
      const best = rarest === undefined ? Infinity : (left.get(rarest) ?? 0);
      if (count > 0 && (count < best || (count === best && label < (rarest ?? 0)))) rarest = label;
    }
    if (rarest === undefined) break;
    const row = wanted.get(rarest) ?? wantedImages;
    for (const index of byLabel.get(rarest) ?? []) {
      if (assigned[index] === -1) assign(index, pickNeediest(row, wantedImages, random));
    }
  }
  for (const index of order)
    if (assigned[index] === -1) assign(index, pickNeediest(wantedImages, wantedImages, random));
  return assigned;
}
