import { join } from 'node:path';
import { headOf } from '../../files/head-of.js';
import { listFiles } from '../../files/list-files.js';
import type { Detection } from '../format.js';

/** DICE has `annotations/*.json` with `imagePath`, one file an image. */
export function detectDice(root: string): Detection | undefined {
  for (const name of listFiles(join(root, 'annotations'))) {
    if (!name.endsWith('.json')) continue;
    if (!/"(imagePath|shapes)"\s*:/.test(headOf(join(root, 'annotations', name)))) return undefined;
    return { confidence: 0.95, reason: `annotations/${name} has "imagePath" or "shapes"` };
  }
  return undefined;
}
