import { join } from 'node:path';
import { stemOf } from '../../files/dataset-path.js';
import { listFileNames } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';

const FOLDER = 'ImageSets/Main';

/**
 * Split of each image by its stem, out of `ImageSets/Main/*.txt`. Lists of one class (`cat_train.txt`) are passed over;
 * `trainval` is the union of two splits and counts only for images that neither has.
 */
export function readImageSets(root: string): ReadonlyMap<string, string> {
  const splits = new Map<string, string>();
  const names = listFileNames(join(root, FOLDER)).filter(
    (name) => name.endsWith('.txt') && !/_(train|val|trainval|test)\.txt$/.test(name),
  );
  for (const name of names.sort((a, b) => Number(a === 'trainval.txt') - Number(b === 'trainval.txt'))) {
    const file = `${FOLDER}/${name}`;
    for (const line of readText(join(root, file), file).split(/\r?\n/)) {
      const id = line.trim();
      if (id !== '' && !splits.has(id)) splits.set(id, stemOf(name));
    }
  }
  return splits;
}

/** Path of the list of a split. */
export function imageSetPath(split: string): string {
  return `${FOLDER}/${split}.txt`;
}
