import { ConverterError } from '../errors/converter-error.js';
import { readPredefinedSplits } from './predefined-splits.js';
import { seededRandom, shuffled } from './seeded-random.js';
import type { SplitOptions, SplitRatios } from './split-options.js';
import { type Stratum, stratify } from './stratify.js';

/** What is known of an image when splits are drawn. */
export interface SplitItem {
  readonly path: string;
  /** Numbers of its categories, each once. */
  readonly labels: readonly number[];
}

const DEFAULT_RATIOS: SplitRatios = { train: 0.8, val: 0.2 };

function sharesOf(ratios: SplitRatios): { names: readonly string[]; shares: readonly number[] } {
  const entries = Object.entries(ratios);
  const sum = entries.reduce((total, [, share]) => total + share, 0);
  if (entries.length === 0 || !(sum > 0) || entries.some(([, share]) => !(share >= 0))) {
    throw new ConverterError(
      `Split ratios must be numbers from 0 on with a sum above 0; found ${JSON.stringify(ratios)}.`,
      {
        code: 'bad-split-ratios',
        field: 'ratios',
      },
    );
  }
  return { names: entries.map(([name]) => name), shares: entries.map(([, share]) => share / sum) };
}

/** Images that stay together, by the group's name; each image is its own group where the pattern does not match. */
function groupItems(items: readonly SplitItem[], groupBy: RegExp | undefined): readonly (readonly number[])[] {
  if (groupBy === undefined) return items.map((_, index) => [index]);
  const pattern = new RegExp(groupBy.source, groupBy.flags.replace(/[gy]/g, ''));
  const groups = new Map<string, number[]>();
  items.forEach(({ path }, index) => {
    const match = pattern.exec(path);
    const name = match === null ? `\0${index}` : (match[1] ?? match[0]);
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  });
  return [...groups.values()];
}

/** Cuts strata in the given order where the running number of images passes each split's share. */
function cut(strata: readonly Stratum[], order: readonly number[], shares: readonly number[]): Int32Array {
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const ends: number[] = [];
  for (const share of shares) ends.push((ends.at(-1) ?? 0) + share * total);
  const assigned = new Int32Array(strata.length);
  let done = 0;
  for (const index of order) {
    const size = strata[index]?.size ?? 0;
    const middle = done + size / 2;
    const split = ends.findIndex((end) => middle < end);
    assigned[index] = split === -1 ? shares.findLastIndex((share) => share > 0) : split;
    done += size;
  }
  return assigned;
}

function draw(
  strata: readonly Stratum[],
  shares: readonly number[],
  strategy: 'stratified' | 'random' | 'sequential',
  seed: number,
): Int32Array {
  const order = [...strata.keys()];
  switch (strategy) {
    case 'stratified':
      return stratify(strata, shares, seed);
    case 'random':
      return cut(strata, shuffled(order, seededRandom(seed)), shares);
    case 'sequential':
      return cut(strata, order, shares);
    default:
      return strategy satisfies never;
  }
}

/**
 * Divides images. The same images in the same order with the same options give the same split.
 *
 * @returns the name of a split for each image; undefined for one that a predefined file does not name.
 * @throws ConverterError when the ratios or the number of folds make no sense, or the file cannot be read.
 */
export function assignSplits(items: readonly SplitItem[], options: SplitOptions): readonly (string | undefined)[] {
  if (options.strategy === 'predefined') {
    const splitOf = readPredefinedSplits(options.file);
    return items.map(({ path }) => splitOf(path));
  }
  if (options.strategy === 'kfold' && !(Number.isInteger(options.folds) && options.folds >= 2)) {
    throw new ConverterError(`The number of folds must be a whole number from 2 on; found ${options.folds}.`, {
      code: 'bad-folds',
      field: 'folds',
    });
  }
  const isKfold = options.strategy === 'kfold';
  const ratios = isKfold
    ? Object.fromEntries(Array.from({ length: options.folds }, (_, fold) => [`fold${fold}`, 1]))
    : (options.ratios ?? DEFAULT_RATIOS);
  const { names, shares } = sharesOf(ratios);
  const groups = groupItems(items, options.groupBy);
  const strata = groups.map((group) => ({
    size: group.length,
    labels: group.flatMap((index) => items[index]?.labels ?? []),
  }));
  const assigned = draw(strata, shares, isKfold ? 'stratified' : options.strategy, options.seed ?? 0);
  const result: (string | undefined)[] = new Array(items.length);
  groups.forEach((group, at) => {
    for (const index of group) result[index] = names[assigned[at] ?? 0];
  });
  return result;
}
