import { join } from 'node:path';
import { headOf } from '../../files/head-of.js';
import { isFolder, listFiles } from '../../files/list-files.js';
import type { Detection, Format } from '../format.js';
import { dotaCapabilities } from './dota-capabilities.js';
import { findDotaParts, readDota } from './read-dota.js';
import { writeDota } from './write-dota.js';

const row = /^(-?[\d.]+\s+){8}\S+\s+\d\s*$/m;

/** DOTA has `labelTxt/` with rows of four corners, a class and a difficulty. */
function detectDota(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  for (const { annotations } of findDotaParts(root)) {
    for (const name of listFiles(join(root, annotations))) {
      if (row.test(headOf(join(root, annotations, name)))) {
        return {
          confidence: 0.95,
          reason: `${annotations}/${name} has rows of four corners, a class and a difficulty`,
        };
      }
    }
  }
  return undefined;
}

/** DOTA text files: rotated boxes in aerial images. */
export const dotaFormat: Format = {
  title: 'DOTA',
  capabilities: dotaCapabilities,
  detect: detectDota,
  read: readDota,
  write: writeDota,
};
