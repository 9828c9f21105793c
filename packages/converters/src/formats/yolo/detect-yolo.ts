import { join } from 'node:path';
import { headOf } from '../../files/head-of.js';
import { isFolder, listFiles } from '../../files/list-files.js';
import type { Detection } from '../format.js';
import { findDataYaml } from './data-yaml.js';
import type { YoloTask } from './yolo-task.js';

/** How many label files are looked at. */
const SAMPLE = 20;

function taskOf(root: string, folder: string): YoloTask | undefined {
  let task: YoloTask | undefined;
  let looked = 0;
  for (const name of listFiles(join(root, folder))) {
    if (!name.endsWith('.txt') || name === 'classes.txt') continue;
    if (++looked > SAMPLE) break;
    const [row = ''] = headOf(join(root, folder, name)).split('\n', 1);
    const numbers = row.trim().split(/\s+/).map(Number);
    if (row.trim() === '' || numbers.some(Number.isNaN)) continue;
    if (numbers.length >= 7) return 'segment';
    task = 'detect';
  }
  return task;
}

/** YOLO has a `data.yaml` with `names`, or `images/` beside `labels/` with rows of numbers. */
export function detectYolo(root: string, wanted: YoloTask): Detection | undefined {
  if (!isFolder(root)) return undefined;
  const yaml = findDataYaml(root);
  const head = yaml === undefined ? '' : headOf(join(root, yaml));
  const folder = ['labels', 'train/labels', 'valid/labels'].find((name) => isFolder(join(root, name)));
  const hasNames = /^names\s*:/m.test(head);
  if (!hasNames && folder === undefined) return undefined;
  const isPose = /^kpt_shape\s*:/m.test(head);
  const task = isPose ? 'pose' : (taskOf(root, folder ?? 'labels') ?? 'detect');
  if (task !== wanted) return undefined;
  const rows = task === 'pose' ? '"kpt_shape"' : task === 'segment' ? 'rows of polygons' : 'rows of boxes';
  return hasNames
    ? { confidence: 0.95, reason: `${yaml} has "names", and there are ${rows}` }
    : { confidence: 0.8, reason: `${folder}/ has ${rows}` };
}
