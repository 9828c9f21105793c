import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DatasetError } from '@vision/trainer-sdk';
import { stratifiedSplit } from './stratified-split.js';

/** One image and the index of its class. */
export interface Sample {
  readonly path: string;
  readonly label: number;
}

/** The images of a dataset by split; labels index `classNames`, which are sorted by code unit. */
export interface ImageFolder {
  readonly classNames: readonly string[];
  readonly train: readonly Sample[];
  readonly val: readonly Sample[];
  /** Empty when the dataset has no test split. */
  readonly test: readonly Sample[];
}

/** How to read an {@link ImageFolder}. */
export interface ReadImageFolderOptions {
  /** Fraction of every class held out for validation where the dataset has no `val` folder. @default 0.2 */
  valFraction?: number;
  /** Seed of that split. @default 0 */
  seed?: number;
  signal?: AbortSignal;
}

/** File extensions that are taken for images, in lower case. */
const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.avif',
  '.gif',
  '.tif',
  '.tiff',
]);

const SPLIT_FOLDERS = { train: ['train'], val: ['val', 'valid', 'validation'], test: ['test'] } as const;

/**
 * Lists a dataset laid out as folders of images: `train/<class>/…` with `val/<class>/…` and `test/<class>/…` if there
 * are, else `<class>/…` right in the root. Without a `val` folder, a seeded stratified part of the training images is
 * held out. Sub-folders of a class are searched too; hidden files and other file types are ignored.
 *
 * @throws {DatasetError} When a folder is missing or empty, or another split has a class that `train` lacks.
 */
export async function readImageFolder(root: string, options: ReadImageFolderOptions = {}): Promise<ImageFolder> {
  const { valFraction = 0.2, seed = 0, signal } = options;
  const folders = await listFolders(root);
  const findSplit = (split: keyof typeof SPLIT_FOLDERS): string | undefined =>
    SPLIT_FOLDERS[split].find((name) => folders.includes(name));

  const trainFolder = path.join(root, findSplit('train') ?? '');
  const classNames = trainFolder === path.join(root) ? folders : await listFolders(trainFolder);
  if (classNames.length < 2) {
    throw datasetError(
      trainFolder,
      `expected at least two folders, one a class (or train/ and val/ holding them), found ${classNames.length === 0 ? 'none' : `only "${classNames[0]}"`}.`,
    );
  }
  const train = await listSamples(trainFolder, classNames, signal);
  for (const [label, name] of classNames.entries()) {
    if (!train.some((sample) => sample.label === label)) {
      throw datasetError(
        path.join(trainFolder, name),
        `the class has no images; expected files ending in ${[...IMAGE_EXTENSIONS].join(' ')}.`,
      );
    }
  }

  const readSplit = async (split: 'val' | 'test'): Promise<readonly Sample[] | undefined> => {
    const name = findSplit(split);
    return name === undefined || trainFolder === path.join(root)
      ? undefined
      : listHeldOut(path.join(root, name), trainFolder, classNames, signal);
  };
  const test = (await readSplit('test')) ?? [];
  const val = await readSplit('val');
  if (val !== undefined) return { classNames, train, val, test };
  const [kept, heldOut] = stratifiedSplit(train, valFraction, seed);
  if (heldOut.length === 0) {
    throw datasetError(root, `too few images to hold out a fraction of ${valFraction} for validation.`);
  }
  return { classNames, train: kept, val: heldOut, test };
}

async function listHeldOut(
  folder: string,
  trainFolder: string,
  classNames: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Sample[]> {
  const unknown = (await listFolders(folder)).filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw datasetError(
      folder,
      `has ${unknown.map((name) => `"${name}"`).join(', ')}, no class of ${trainFolder} (${classNames.join(', ')}).`,
    );
  }
  const samples = await listSamples(folder, classNames, signal);
  if (samples.length === 0) throw datasetError(folder, 'has no images.');
  return samples;
}

async function listSamples(
  folder: string,
  classNames: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const [label, name] of classNames.entries()) {
    signal?.throwIfAborted();
    const classFolder = path.join(folder, name);
    const files = await listEntries(classFolder, true).catch((error: unknown) => {
      if (DatasetError.isInstance(error) && isMissing(error.cause)) return [];
      throw error;
    });
    const images = files
      .filter((entry) => !entry.isDirectory() && IMAGE_EXTENSIONS.has(path.extname(entry.name).toLowerCase()))
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort(byCodeUnit);
    for (const image of images) samples.push({ path: image, label });
  }
  return samples;
}

async function listFolders(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await listEntries(folder, false)) {
    if (entry.name.startsWith('.')) continue;
    const isFolder = entry.isSymbolicLink()
      ? (await stat(path.join(folder, entry.name)).catch(() => undefined))?.isDirectory()
      : entry.isDirectory();
    if (isFolder) names.push(entry.name);
  }
  return names.sort(byCodeUnit);
}

async function listEntries(folder: string, recursive: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true, recursive });
  } catch (cause) {
    const problem = isMissing(cause) ? 'no such folder.' : `cannot be listed: ${(cause as Error).message}`;
    throw datasetError(folder, problem, cause);
  }
}

function datasetError(path: string, problem: string, cause?: unknown): DatasetError {
  return new DatasetError(`Dataset ${path}: ${problem}`, { path, cause });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Independent of the locale, so that labels are the same on every machine. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
