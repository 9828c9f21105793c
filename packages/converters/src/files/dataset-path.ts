import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { PathEscapeError } from '../errors/path-escape-error.js';

/** Back slashes as some Windows tools write them, a leading `./`, doubled slashes: one spelling for all. */
export function normalisePath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .replace(/^(\.\/)+/, '');
}

/**
 * Absolute path of a dataset's file.
 *
 * @throws PathEscapeError when `path` is absolute, holds a NUL, or climbs out of `root`.
 */
export function resolveInside(root: string, path: string): string {
  const normal = normalisePath(path);
  if (isAbsolute(normal) || /^[A-Za-z]:/.test(normal) || normal.includes('\0')) throw new PathEscapeError(path, root);
  if (!normal.includes('..')) return `${root}${sep}${normal}`;
  const full = resolve(root, normal);
  if (full !== root && !full.startsWith(root.endsWith(sep) ? root : root + sep)) throw new PathEscapeError(path, root);
  return full;
}

/**
 * Whether a file exists; a link is followed only to a place inside `root`.
 *
 * @throws PathEscapeError when it is a link that leads out of `root`.
 */
export function isFileInside(root: string, file: string): boolean {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (!stat.isSymbolicLink()) return stat.isFile();
  if (!existsSync(file)) return false;
  const real = realpathSync(file);
  const realRoot = realpathSync(root);
  if (!real.startsWith(realRoot + sep)) throw new PathEscapeError(file, root);
  return lstatSync(real).isFile();
}

/** The path without its last extension. */
export function stemOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

/** The last part of a path with forward slashes. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Lower-case extension without its dot, or an empty string. */
export function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(dot + 1).toLowerCase() : '';
}
