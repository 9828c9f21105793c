import { dirname, join } from 'node:path';
import { ConverterError } from '../../errors/converter-error.js';
import { baseName, extensionOf } from '../../files/dataset-path.js';
import { headOf } from '../../files/head-of.js';
import { isFile, isFolder, listFileNames, listFolders } from '../../files/list-files.js';

/** One COCO file of a dataset and where its images may be. */
export interface CocoFile {
  /** Absolute path. */
  readonly path: string;
  /** Path below the root, for reports. */
  readonly file: string;
  readonly split: string | undefined;
  /** Folders below the root that are tried for its images, absolute, in this order. */
  readonly imageFolders: readonly string[];
}

/** The files of a dataset, and those passed over because they hold the same images again. */
export interface CocoFiles {
  readonly root: string;
  readonly files: readonly CocoFile[];
  readonly passedOver: readonly string[];
}

/** COCO's own names: `instances_train2017.json` and its siblings that describe the same images. */
const taskPattern = /^(instances|person_keypoints|captions|stuff|panoptic|image_info|labels)(?:_(.+))?\.json$/;

function splitOf(name: string): string | undefined {
  const match = taskPattern.exec(name);
  if (match) return match[2];
  const stem = name.replace(/\.json$/, '');
  return /^(train|val|valid|test)/.test(stem) ? stem : undefined;
}

function cocoFile(root: string, file: string, split: string | undefined): CocoFile {
  const folders = split === undefined ? ['images', '', 'data'] : [`images/${split}`, split, 'images', '', 'data'];
  const path = join(root, file);
  const imageFolders = [...folders.map((folder) => join(root, folder)), dirname(path)].filter(isFolder);
  return { path, file, split, imageFolders: [...new Set(imageFolders)] };
}

function listCocoFiles(root: string): { name: string; file: string; split: string | undefined }[] {
  const inAnnotations = listFileNames(join(root, 'annotations')).map((name) => ({
    name,
    file: `annotations/${name}`,
    split: splitOf(name),
  }));
  const inRoot = listFileNames(root).map((name) => ({ name, file: name, split: splitOf(name) }));
  const inFolders = listFolders(root)
    .filter((folder) => folder !== 'annotations' && isFile(join(root, folder, '_annotations.coco.json')))
    .map((folder) => ({ name: '_annotations.coco.json', file: `${folder}/_annotations.coco.json`, split: folder }));
  return [...inFolders, ...inAnnotations, ...inRoot].filter(
    ({ name, file }) =>
      extensionOf(name) === 'json' &&
      /"(images|annotations|categories|info|licenses)"\s*:/.test(headOf(join(root, file))),
  );
}

/**
 * The COCO files of a folder, or the one that is named.
 *
 * @throws ConverterError (`not-a-dataset`) when there is none.
 */
export function findCocoFiles(path: string): CocoFiles {
  if (isFile(path)) {
    const folder = dirname(path);
    const root = baseName(folder) === 'annotations' ? dirname(folder) : folder;
    const file = path.slice(root.length + 1);
    return { root, files: [{ ...cocoFile(root, file, splitOf(baseName(file))), split: undefined }], passedOver: [] };
  }
  const found = listCocoFiles(path);
  // The same split may come as boxes, keypoints and captions; the first task in COCO's order is taken.
  const rank = (name: string): number =>
    ['instances', 'person_keypoints'].indexOf(taskPattern.exec(name)?.[1] ?? '') >>> 0;
  const bySplit = new Map<string, (typeof found)[number]>();
  for (const entry of found) {
    const key = entry.split ?? (taskPattern.test(entry.name) ? '' : entry.file);
    const rival = bySplit.get(key);
    if (rival === undefined || rank(entry.name) < rank(rival.name)) bySplit.set(key, entry);
  }
  const chosen = [...bySplit.values()];
  if (chosen.length === 0) {
    throw new ConverterError(
      `${path} has no COCO file; looked for *.json with "images" in it, in annotations/ and each split's folder.`,
      {
        code: 'not-a-dataset',
        file: path,
      },
    );
  }
  return {
    root: path,
    files: chosen.map(({ file, split }) => cocoFile(path, file, split)),
    passedOver: found.filter((entry) => !chosen.includes(entry)).map(({ file }) => file),
  };
}
