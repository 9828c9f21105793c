import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord, ObjectAnnotation } from '../dataset/dataset.js';
import { type Feature, features } from '../dataset/feature.js';
import { objectBox } from '../dataset/object-box.js';
import { runsOf } from '../dataset/rle.js';
import { OutputFolder } from '../files/output-folder.js';
import { IssueCollector } from '../report/issue-collector.js';
import { type FormatName, formatNames, formats } from './registry.js';
import { type GeneratedDataset, generateDatasets } from './testing/generate-dataset.js';
import { writePng } from './testing/write-png.js';

let root: string;
let runs = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vision-convert-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function write(format: FormatName, dataset: GeneratedDataset): Promise<string> {
  const path = join(root, String(runs++));
  const issues = new IssueCollector();
  const output = new OutputFolder(path, 'copy', false, issues);
  await formats[format].write({ ...dataset, images: each(dataset.images) }, { output, issues });
  expect(issues.issues).toEqual([]);
  return path;
}

async function read(format: FormatName, path: string): Promise<GeneratedDataset> {
  const dataset = await formats[format].read(path, {});
  const issues = new IssueCollector();
  const images: GeneratedDataset['images'][number][] = [];
  for await (const image of dataset.images({ issues }))
    images.push({ ...image, width: image.width ?? 64, height: image.height ?? 48 });
  expect(issues.issues).toEqual([]);
  const found = new Set(
    images.flatMap(({ labels, objects }) => [...labels, ...objects.map(({ category }) => category)]),
  );
  const declared = new Set(dataset.categories.map(({ name }) => name));
  const others = [...found].filter((name) => !declared.has(name)).map((name) => ({ name }));
  return {
    categories: [...dataset.categories, ...others],
    splits: [...new Set(images.flatMap(({ split }) => split ?? []))],
    images,
  };
}

const rounded = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 1000) / 1000 + 0);

/** What of an object must survive: the box that every format gives a shape is made explicit. */
function essence(object: ObjectAnnotation): object {
  const { polygons, mask, rotatedBox, ellipse, keypoints, points, polyline, category, box: _, ...facts } = object;
  const box = rotatedBox ? undefined : objectBox(object);
  return {
    category,
    facts,
    box: box && rounded([box.x, box.y, box.width, box.height]),
    polygons: polygons?.map(({ outer, holes }) => [rounded(outer), ...holes.map(rounded)]),
    mask: mask && { ...mask, counts: runsOf(mask) },
    rotatedBox: rotatedBox && rounded(Object.values(rotatedBox)).map((value) => Math.round(value * 100) / 100),
    ellipse: ellipse && rounded(Object.values(ellipse)),
    keypoints: keypoints?.map(({ x, y, visibility }) => [...rounded([x, y]), visibility]),
    points: points && rounded(points),
    polyline: polyline && rounded(polyline),
  };
}

function essences(images: readonly ImageRecord[]): object[] {
  return images
    .map(({ path, split, labels, objects, attributes }) => ({
      path,
      split,
      labels: [...labels].sort(),
      objects: objects.map(essence),
      attributes,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function keptBy(...names: readonly FormatName[]): ReadonlySet<Feature> {
  return new Set(features.filter((feature) => names.every((name) => formats[name].capabilities[feature] === 'kept')));
}

describe.each(formatNames)('from %s', (from) => {
  // The way back is tested with the way there, so each pair is tested once.
  test.each(formatNames.slice(formatNames.indexOf(from)))('to %s and back keeps what both can hold', async (to) => {
    const allowed = keptBy(from, to);
    await fc.assert(
      fc.asyncProperty(generateDatasets(allowed), async (dataset) => {
        const images = dataset.images
          .filter(({ labels, objects }) => allowed.has('emptyImage') || labels.length + objects.length > 0)
          .map((image) => {
            const file = join(root, 'source', String(runs), image.split ?? '', image.path);
            writePng(file, image.width, image.height);
            return { ...image, file };
          });
        const there = await read(from, await write(from, { ...dataset, images }));
        const over = await read(to, await write(to, there));
        const back = await read(from, await write(from, over));
        expect(essences(there.images)).toEqual(essences(images));
        expect(essences(over.images)).toEqual(essences(images));
        expect(essences(back.images)).toEqual(essences(images));
        if (allowed.has('unusedCategory'))
          expect(new Set(back.categories.map(({ name }) => name))).toEqual(
            new Set(dataset.categories.map(({ name }) => name)),
          );
      }),
      { numRuns: 4 },
    );
  });
});
