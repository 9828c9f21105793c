import { join } from 'node:path';
import type { Category } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { isFile } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { asNumber, asNumbers } from '../../json/json-values.js';
import { isJsonObject, type JsonValue, parseJson } from '../../json/parse-json.js';

/** Optional file beside `images/` and `annotations/` that holds the order of the categories and the splits. */
export const DATASET_FILE = 'dataset.json';

/** What the optional file says about the dataset as a whole. */
export interface DatasetFile {
  readonly categories: readonly Category[];
  /** Split of each image, by the image's path. */
  readonly splits: ReadonlyMap<string, string>;
}

function readCategory(value: JsonValue, index: number): Category {
  if (!isJsonObject(value) || typeof value.name !== 'string' || value.name === '') {
    throw new ConverterError(`${DATASET_FILE}: categories[${index}] has no name; write {"name": "…"}.`, {
      code: 'bad-category',
      file: DATASET_FILE,
      field: `categories[${index}].name`,
    });
  }
  const id = asNumber(value.id);
  const keypoints = Array.isArray(value.keypoints)
    ? value.keypoints.filter((name) => typeof name === 'string')
    : undefined;
  const skeleton = Array.isArray(value.skeleton)
    ? value.skeleton.flatMap((pair): [number, number][] => {
        const [from, to] = asNumbers(pair) ?? [];
        return from === undefined || to === undefined ? [] : [[from, to]];
      })
    : undefined;
  return {
    name: value.name,
    ...(id !== undefined && { id }),
    ...(typeof value.supercategory === 'string' && { supercategory: value.supercategory }),
    ...(keypoints && { keypoints }),
    ...(skeleton && { skeleton }),
  };
}

/** Reads the optional file; without it there are no declared categories and no splits. */
export function readDatasetFile(root: string): DatasetFile {
  const path = join(root, DATASET_FILE);
  if (!isFile(path)) return { categories: [], splits: new Map() };
  const value = parseJson(readText(path, DATASET_FILE), DATASET_FILE);
  const splits = new Map<string, string>();
  if (isJsonObject(value) && isJsonObject(value.splits)) {
    for (const [split, paths] of Object.entries(value.splits)) {
      for (const image of Array.isArray(paths) ? paths : []) if (typeof image === 'string') splits.set(image, split);
    }
  }
  const categories = isJsonObject(value) && Array.isArray(value.categories) ? value.categories.map(readCategory) : [];
  return { categories, splits };
}
