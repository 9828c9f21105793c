import { createRandom, permutation } from './random.js';

/**
 * Splits samples into [kept, held out], holding out the same fraction of every class, at least one image of a class
 * that has two. A pure function of its arguments; both parts keep the samples' order.
 */
export function stratifiedSplit<TSample extends { readonly label: number }>(
  samples: readonly TSample[],
  fraction: number,
  seed: number,
): [kept: TSample[], heldOut: TSample[]] {
  const byLabel = new Map<number, TSample[]>();
  for (const sample of samples) {
    const members = byLabel.get(sample.label);
    if (members === undefined) byLabel.set(sample.label, [sample]);
    else members.push(sample);
  }
  const heldOut = new Set<TSample>();
  for (const [label, members] of byLabel) {
    const count = members.length < 2 ? 0 : Math.max(1, Math.round(members.length * fraction));
    const order = permutation(members.length, createRandom(seed, label));
    for (const index of order.subarray(0, Math.min(count, members.length - 1))) heldOut.add(members[index] as TSample);
  }
  return [samples.filter((sample) => !heldOut.has(sample)), samples.filter((sample) => heldOut.has(sample))];
}
