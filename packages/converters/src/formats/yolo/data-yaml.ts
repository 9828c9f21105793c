import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Category } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { normalisePath, resolveInside } from '../../files/dataset-path.js';
import { isFile, isFolder, listFileNames, listFolders } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { splitOfFolder } from '../../splits/split-name.js';
import { parseYaml } from '../../yaml/parse-yaml.js';

/** Where one split's images are: folders or list files, absolute. */
export interface YoloSplit {
  readonly name: string | undefined;
  readonly sources: readonly string[];
}

/** What a YOLO dataset says about itself. */
export interface YoloIndex {
  readonly categories: readonly Category[];
  readonly splits: readonly YoloSplit[];
  /** Points of a skeleton and values of each (2 or 3), for pose. */
  readonly keypointShape: readonly [number, number] | undefined;
}

const reserved = new Set([
  'path',
  'names',
  'nc',
  'download',
  'kpt_shape',
  'flip_idx',
  'roboflow',
  'channels',
  'yaml_file',
]);

/** Name of the file that describes the dataset, or undefined. */
export function findDataYaml(root: string): string | undefined {
  const names = listFileNames(root).filter((name) => /\.ya?ml$/i.test(name));
  return names.find((name) => /^(data|dataset)\.ya?ml$/i.test(name)) ?? (names.length === 1 ? names[0] : undefined);
}

/**
 * A path of the description as it stands in this folder. Descriptions are written for the machine they come from:
 * absolute paths and ones that climb up are tried by their tails, so nothing outside `root` is ever read.
 */
function locate(root: string, base: string, entry: string): string | undefined {
  const parts = `${normalisePath(base)}/${normalisePath(entry)}`
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  for (let skip = 0; skip < parts.length; skip++) {
    const path = resolveInside(root, parts.slice(skip).join('/'));
    if (existsSync(path)) return path;
  }
  return entry === '.' || entry === '' ? root : undefined;
}

function readNames(value: unknown, file: string): Category[] {
  const names = Array.isArray(value)
    ? value
    : typeof value === 'object' && value !== null
      ? Object.values(value)
      : undefined;
  if (names === undefined) {
    throw new ConverterError(
      `${file}: "names" is missing; list the classes, as a list or as a map from number to name.`,
      {
        code: 'missing-names',
        file,
        field: 'names',
      },
    );
  }
  if (!Array.isArray(value)) {
    const gap = Object.keys(value as object).findIndex((key, index) => key !== String(index));
    if (gap !== -1) {
      throw new ConverterError(`${file}: the numbers in "names" must run from 0 without a gap; ${gap} is missing.`, {
        code: 'bad-names',
        file,
        field: 'names',
      });
    }
  }
  return names.map((name) => ({ name: String(name) }));
}

function readDataYaml(root: string, file: string): YoloIndex {
  const value = parseYaml(readText(join(root, file), file), file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConverterError(`${file}: a map with "names" and "train" was expected.`, {
      code: 'bad-data-yaml',
      file,
      line: 1,
    });
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const base = fields.get('path');
  const splits: YoloSplit[] = [];
  for (const [name, entry] of fields) {
    const entries =
      typeof entry === 'string'
        ? [entry]
        : Array.isArray(entry)
          ? entry.filter((item) => typeof item === 'string')
          : [];
    if (reserved.has(name) || entries.length === 0) continue;
    const sources = entries.flatMap((path) => locate(root, typeof base === 'string' ? base : '', path) ?? []);
    if (sources.length > 0) splits.push({ name, sources });
    else if (name === 'train' || name === 'val') {
      throw new ConverterError(`${file}: "${name}" is ${JSON.stringify(entry)}, which is not in ${root}.`, {
        code: 'missing-split',
        file,
        field: name,
      });
    }
  }
  const shape = fields.get('kpt_shape');
  const [count, values] = Array.isArray(shape) ? shape : [];
  return {
    categories: readNames(fields.get('names'), file),
    splits: mergeSame(splits),
    keypointShape:
      typeof count === 'number' && count > 0 && (values === 2 || values === 3) ? [count, values] : undefined,
  };
}

/** Trainers demand `train` and `val`; a dataset without splits names the same folder for both. */
function mergeSame(splits: readonly YoloSplit[]): readonly YoloSplit[] {
  const [first] = splits;
  const isOne = splits.length > 1 && splits.every(({ sources }) => sources.join('\n') === first?.sources.join('\n'));
  return isOne && first ? [{ name: undefined, sources: first.sources }] : splits;
}

function readBareFolder(root: string): YoloIndex {
  const namesFile = ['classes.txt', 'labels/classes.txt', 'obj.names'].find((name) => isFile(join(root, name)));
  const names =
    namesFile === undefined
      ? []
      : readText(join(root, namesFile), namesFile)
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean);
  const inside = listFolders(join(root, 'images')).filter((name) => splitOfFolder(name) !== undefined);
  const above = listFolders(root).filter(
    (name) => splitOfFolder(name) !== undefined && isFolder(join(root, name, 'images')),
  );
  const folders = inside.length > 0 ? inside.map((name) => `images/${name}`) : above.map((name) => `${name}/images`);
  const splits = folders.map((folder) => ({
    name: splitOfFolder(folder.replace(/^images\/|\/images$/g, '')),
    sources: [join(root, folder)],
  }));
  return {
    categories: names.map((name) => ({ name })),
    splits: splits.length > 0 ? splits : [{ name: undefined, sources: [join(root, 'images')] }],
    keypointShape: undefined,
  };
}

/**
 * Reads `data.yaml`, or works out the splits from the folders where there is none.
 *
 * @throws ConverterError naming the field that is wrong.
 */
export function readYoloIndex(root: string): YoloIndex {
  const file = findDataYaml(root);
  return file === undefined ? readBareFolder(root) : readDataYaml(root, file);
}

/** The text of a `data.yaml`. Without splits both `train` and `val`, which trainers demand, are the one image folder. */
export function writeDataYaml(
  categories: readonly Category[],
  splits: readonly string[],
  keypointCount: number,
): string {
  const folders =
    splits.length > 0
      ? splits.map((name) => [name, `images/${name}`])
      : [
          ['train', 'images'],
          ['val', 'images'],
        ];
  return stringify({
    ...Object.fromEntries(folders),
    ...(keypointCount > 0 && { kpt_shape: [keypointCount, 3] }),
    names: new Map(categories.map(({ name }, index) => [index, name])),
  });
}
