import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { assignSplits, type SplitItem } from './assign-splits.js';

const root = mkdtempSync(join(tmpdir(), 'vision-splits-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ratios = { train: 0.7, val: 0.2, test: 0.1 };

function items(count: number, labelsOf: (index: number) => readonly number[]): SplitItem[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `video${Math.floor(index / 10)}/${index}.jpg`,
    labels: labelsOf(index),
  }));
}

function countBy(names: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name ?? ''] = (counts[name ?? ''] ?? 0) + 1;
  return counts;
}

describe.each(['stratified', 'random', 'sequential'] as const)('%s', (strategy) => {
  test('gives the shares, the same for the same seed', () => {
    const all = items(100, (index) => [index % 2]);
    const split = assignSplits(all, { strategy, ratios, seed: 5 });
    expect(countBy(split)).toEqual({ train: 70, val: 20, test: 10 });
    expect(assignSplits(all, { strategy, ratios, seed: 5 })).toEqual(split);
    if (strategy !== 'sequential') expect(assignSplits(all, { strategy, ratios, seed: 6 })).not.toEqual(split);
  });

  test('keeps groups together', () => {
    const all = items(200, (index) => [index % 2]);
    const split = assignSplits(all, { strategy, ratios, groupBy: /^(video\d+)\// });
    for (let first = 0; first < 200; first += 10) expect(new Set(split.slice(first, first + 10)).size).toBe(1);
    expect(countBy(split)).toEqual({ train: 140, val: 40, test: 20 });
  });
});

describe('stratified', () => {
  test('every label is divided by the shares, to one image, where images have one label', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 200 }), fc.integer(), (labels, seed) => {
        const split = assignSplits(
          items(labels.length, (index) => [labels[index] ?? 0]),
          { strategy: 'stratified', ratios, seed },
        );
        for (const label of new Set(labels)) {
          const own = split.filter((_, index) => labels[index] === label);
          const counts = countBy(own);
          for (const [name, share] of Object.entries(ratios)) {
            expect(Math.abs((counts[name] ?? 0) - share * own.length)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('images of several labels: rare labels reach every split', () => {
    const all = items(300, (index) => [0, ...(index % 3 === 0 ? [1] : []), ...(index % 30 === 0 ? [2] : [])]);
    const split = assignSplits(all, { strategy: 'stratified', ratios });
    expect(countBy(split.filter((_, index) => index % 30 === 0))).toEqual({ train: 7, val: 2, test: 1 });
    expect(countBy(split.filter((_, index) => index % 3 === 0))).toEqual({ train: 70, val: 20, test: 10 });
    expect(countBy(split)).toEqual({ train: 210, val: 60, test: 30 });
  });
});

test('k folds are even and stratified', () => {
  const split = assignSplits(
    items(100, (index) => [index % 2]),
    { strategy: 'kfold', folds: 5 },
  );
  expect(countBy(split)).toEqual({ fold0: 20, fold1: 20, fold2: 20, fold3: 20, fold4: 20 });
  expect(() => assignSplits([], { strategy: 'kfold', folds: 1 })).toThrow('from 2 on');
});

describe('predefined', () => {
  const all = items(3, () => []);
  test.each([
    ['splits.json', '{"train": ["video0/0.jpg", "1"], "val": []}'],
    ['splits.csv', 'image,split\n0.jpg,train\n"video0/1",train\n'],
  ])('%s', (name, text) => {
    const file = join(root, name);
    writeFileSync(file, text);
    expect(assignSplits(all, { strategy: 'predefined', file })).toEqual(['train', 'train', undefined]);
  });

  test('a broken row is named by its line', () => {
    const file = join(root, 'bad.csv');
    writeFileSync(file, 'a.jpg,train\nb.jpg\n');
    expect(() => assignSplits(all, { strategy: 'predefined', file })).toThrow(
      `${file}:2: a row "image,split" was expected`,
    );
  });
});

test('ratios that make no sense are refused', () => {
  expect(() => assignSplits([], { strategy: 'random', ratios: { train: 0 } })).toThrow('sum above 0');
  expect(() => assignSplits([], { strategy: 'random', ratios: { train: -1, val: 2 } })).toThrow('from 0 on');
});
