import { splitOfFolder } from '../splits/split-name.js';
import { listFolders } from './list-files.js';

/** A folder of a dataset that holds one split, or all of it. */
export interface DatasetPart {
  /** Below the root; `''` is the root itself. */
  readonly folder: string;
  readonly split: string | undefined;
}

/** The folders of a dataset's splits where all its folders are named after splits, else the root as the only part. */
export function findParts(root: string): readonly DatasetPart[] {
  const folders = listFolders(root);
  const splits = folders.filter((name) => splitOfFolder(name) !== undefined);
  return splits.length > 0 && splits.length === folders.length
    ? splits.map((folder) => ({ folder, split: splitOfFolder(folder) }))
    : [{ folder: '', split: undefined }];
}
