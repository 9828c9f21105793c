import { join } from 'node:path';
import { ConverterError } from '../../errors/converter-error.js';
import { isFolder, listFileNames, listFolders } from '../../files/list-files.js';
import { splitOfFolder } from '../../splits/split-name.js';

/** A folder of XML files and the folder of their images, below the dataset's root; `''` is the root itself. */
export interface VocPart {
  readonly annotations: string;
  readonly images: string;
  /** Known from the folder's name; otherwise the image sets say it. */
  readonly split: string | undefined;
}

function hasXml(folder: string): boolean {
  return listFileNames(folder).some((name) => name.endsWith('.xml'));
}

/** The parts of a VOC dataset: its own layout, or XML files beside the images, by split or not. Empty when there are none. */
export function findVocParts(root: string): readonly VocPart[] {
  if (isFolder(join(root, 'Annotations'))) {
    const images = ['JPEGImages', 'images', 'Images'].find((name) => isFolder(join(root, name))) ?? 'JPEGImages';
    return [{ annotations: 'Annotations', images, split: undefined }];
  }
  const splits = listFolders(root).filter((name) => splitOfFolder(name) !== undefined && hasXml(join(root, name)));
  if (splits.length > 0) return splits.map((name) => ({ annotations: name, images: name, split: splitOfFolder(name) }));
  return hasXml(root) ? [{ annotations: '', images: '', split: undefined }] : [];
}

/** @throws ConverterError (`not-a-dataset`) when there is no VOC dataset. */
export function requireVocParts(root: string): readonly VocPart[] {
  const parts = findVocParts(root);
  if (parts.length > 0) return parts;
  throw new ConverterError(`${root} has no folder "Annotations" and no XML files.`, {
    code: 'not-a-dataset',
    file: root,
  });
}
