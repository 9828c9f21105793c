import { join } from 'node:path';
import { findParts } from '../../files/dataset-parts.js';
import { headOf } from '../../files/head-of.js';
import { isFolder, listFiles } from '../../files/list-files.js';
import type { Detection, Format } from '../format.js';
import { labelmeCapabilities } from './labelme-capabilities.js';
import { readLabelme } from './read-labelme.js';
import { writeLabelme } from './write-labelme.js';

/** LabelMe has JSON files with `shapes` beside the images. */
function detectLabelme(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  for (const { folder } of findParts(root)) {
    for (const name of listFiles(join(root, folder))) {
      if (!name.endsWith('.json') || name.startsWith('annotations/')) continue;
      if (!/"shapes"\s*:/.test(headOf(join(root, folder, name)))) return undefined;
      return { confidence: 0.85, reason: `${join(folder, name)} has "shapes" and stands beside the images` };
    }
  }
  return undefined;
}

/** LabelMe JSON. */
export const labelmeFormat: Format = {
  title: 'LabelMe',
  capabilities: labelmeCapabilities,
  detect: detectLabelme,
  read: readLabelme,
  write: writeLabelme,
};
