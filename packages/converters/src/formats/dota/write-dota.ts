import type { ObjectAnnotation } from '../../dataset/dataset.js';
import { boxCorners, cornersOf, roundPixel } from '../../dataset/geometry.js';
import { objectBox } from '../../dataset/object-box.js';
import { stemOf } from '../../files/dataset-path.js';
import { createPacer } from '../../stream/pacer.js';
import type { WriteContext, WriteInput } from '../format.js';
import { toWord } from '../word.js';

function formatRow(object: ObjectAnnotation): string {
  const box = objectBox(object);
  const corners = object.rotatedBox ? cornersOf(object.rotatedBox) : box && boxCorners(box);
  if (corners === undefined) return '';
  return `${corners.map(roundPixel).join(' ')} ${toWord(object.category)} ${object.isDifficult ? 1 : 0}\n`;
}

/** Writes `images/` and `labelTxt/`, below a folder for each split where there are splits. */
export async function writeDota({ splits, images }: WriteInput, { output, signal }: WriteContext): Promise<void> {
  const pause = createPacer(signal);
  for (const split of splits.length > 0 ? splits.map((name) => `${name}/`) : ['']) {
    output.makeFolder(`${split}images`);
    output.makeFolder(`${split}labelTxt`);
  }
  for await (const image of images) {
    await pause();
    const folder = splits.length > 0 ? `${image.split ?? 'unsplit'}/` : '';
    const path = output.uniqueStem(folder + image.path).slice(folder.length);
    output.writeAnnotation(`${folder}labelTxt/${stemOf(path)}.txt`, image.objects.map(formatRow).join(''));
    output.placeImage(image, `${folder}images/${path}`);
  }
}
