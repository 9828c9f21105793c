import { join } from 'node:path';
import { ConverterError } from '../errors/converter-error.js';
import { baseName, normalisePath, stemOf } from '../files/dataset-path.js';
import { isFolder, listFileNames } from '../files/list-files.js';
import { readText } from '../files/read-text.js';
import { isJsonObject, parseJson } from '../json/parse-json.js';

function bad(file: string, line: number | undefined, message: string): ConverterError {
  return new ConverterError(`${file}${line === undefined ? '' : `:${line}`}: ${message}`, {
    code: 'bad-split-file',
    file,
    line,
  });
}

function readJsonSplits(file: string): [string, string][] {
  const value = parseJson(readText(file, file), file);
  if (!isJsonObject(value))
    throw bad(file, 1, 'a map from split to a list of images was expected, {"train": ["a.jpg"]}.');
  return Object.entries(value).flatMap(([split, paths]) => {
    if (!Array.isArray(paths)) throw bad(file, undefined, `${JSON.stringify(split)} is no list of image paths.`);
    return paths.map((path): [string, string] => [String(path), split]);
  });
}

function readListSplits(folder: string): [string, string][] {
  const names = listFileNames(folder).filter((name) => name.endsWith('.txt'));
  if (names.length === 0)
    throw bad(folder, undefined, 'a folder of splits needs a file <split>.txt for each, one image a line.');
  return names.flatMap((name) =>
    readText(join(folder, name), name)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line): [string, string] => [line.trim(), stemOf(name)]),
  );
}

function readTableSplits(file: string): [string, string][] {
  const pairs: [string, string][] = [];
  readText(file, file)
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === '') return;
      const comma = line.lastIndexOf(',');
      const path = line.slice(0, comma).trim().replace(/^"|"$/g, '');
      const split = line
        .slice(comma + 1)
        .trim()
        .replace(/^"|"$/g, '');
      if (comma === -1 || path === '' || split === '') throw bad(file, index + 1, 'a row "image,split" was expected.');
      if (index === 0 && /^(image|path|file(name)?)$/i.test(path)) return;
      pairs.push([path, split]);
    });
  return pairs;
}

/**
 * Reads a file that says which image belongs to which split: JSON `{"train": ["a.jpg", …], …}`, a CSV of `image,split`,
 * or a folder of `<split>.txt` with an image a line. Images are named by path, file name, or either without extension.
 *
 * @returns the split of a path, or undefined for an image that is not named.
 * @throws ConverterError naming file and line.
 */
export function readPredefinedSplits(file: string): (path: string) => string | undefined {
  const pairs = isFolder(file)
    ? readListSplits(file)
    : file.endsWith('.json')
      ? readJsonSplits(file)
      : readTableSplits(file);
  const splits = new Map(pairs.map(([path, split]) => [normalisePath(path), split]));
  return (path) =>
    splits.get(path) ?? splits.get(stemOf(path)) ?? splits.get(baseName(path)) ?? splits.get(stemOf(baseName(path)));
}
