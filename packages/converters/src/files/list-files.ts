import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extensionOf, isFileInside } from './dataset-path.js';

const imageExtensions = new Set(['jpg', 'jpeg', 'png', 'bmp', 'gif', 'webp', 'tif', 'tiff', 'avif', 'heic']);

/** Whether a path ends like an image. */
export function isImagePath(path: string): boolean {
  return imageExtensions.has(extensionOf(path));
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort(byName);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/**
 * Paths of all files below a folder, relative, with forward slashes, depth first in the order of their UTF-16 names.
 * Hidden files and folders are passed over, as are links to folders. A folder that does not exist has no files.
 *
 * @throws PathEscapeError when a file is a link that leads out of `folder`.
 */
export function* listFiles(folder: string, below = ''): Generator<string> {
  for (const entry of entriesOf(join(folder, below))) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* listFiles(folder, path);
    else if (entry.isFile()) yield path;
    else if (entry.isSymbolicLink() && isFileInside(folder, join(folder, path))) yield path;
  }
}

/** Names of the folders directly inside a folder, hidden ones left out, sorted. */
export function listFolders(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
    .filter(
      (entry) => entry.isDirectory() || statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory(),
    )
    .map(({ name }) => name);
}

/** Names of the files directly inside a folder, hidden ones left out, sorted. */
export function listFileNames(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory())
    .map(({ name }) => name);
}

/** Whether the path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether the path is a file. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
