import { stemOf } from '../../files/dataset-path.js';
import { sizeOf } from '../../files/image-size.js';
import { createPacer } from '../../stream/pacer.js';
import type { WriteContext, WriteInput } from '../format.js';
import { writeDataYaml } from './data-yaml.js';
import { formatRow } from './format-row.js';
import type { YoloTask } from './yolo-task.js';

/** Folder for images without a split, in a dataset that has splits. */
const NO_SPLIT = 'unsplit';

/** Writes `images/`, `labels/` (each by split where there are splits) and `data.yaml`. */
export async function writeYolo(
  { categories, splits, images }: WriteInput,
  { output, issues, signal }: WriteContext,
  task: YoloTask,
): Promise<void> {
  const pause = createPacer(signal);
  const classIndex = new Map(categories.map(({ name }, index) => [name, index]));
  const keypointCount = task === 'pose' ? Math.max(0, ...categories.map(({ keypoints }) => keypoints?.length ?? 0)) : 0;
  for (const split of splits.length > 0 ? splits : ['']) {
    output.makeFolder(`images/${split}`);
    output.makeFolder(`labels/${split}`);
  }
  for await (const image of images) {
    await pause();
    const size = image.objects.length === 0 ? { width: 1, height: 1 } : sizeOf(image, issues);
    if (size === undefined) continue;
    const folder = splits.length > 0 ? `${image.split ?? NO_SPLIT}/` : '';
    const path = output.uniqueStem(folder + image.path);
    let text = '';
    for (const object of image.objects) {
      const row = formatRow(task, classIndex.get(object.category) ?? 0, object, size, keypointCount);
      if (row !== undefined) text += `${row}\n`;
    }
    output.writeAnnotation(`labels/${stemOf(path)}.txt`, text);
    output.placeImage(image, `images/${path}`);
  }
  output.writeAnnotation('data.yaml', writeDataYaml(categories, splits, keypointCount));
}
