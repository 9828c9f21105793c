import type { Category } from '../../dataset/dataset.js';
import { stemOf } from '../../files/dataset-path.js';
import type { JsonObject } from '../../json/parse-json.js';
import { writeShape } from '../../shapes/write-shape.js';
import { createPacer } from '../../stream/pacer.js';
import type { WriteContext, WriteInput } from '../format.js';
import { DATASET_FILE } from './dataset-file.js';

function categoryFields({ name, id, supercategory, keypoints, skeleton }: Category): JsonObject {
  return {
    name,
    ...(id !== undefined && { id }),
    ...(supercategory !== undefined && { supercategory }),
    ...(keypoints && { keypoints: [...keypoints] }),
    ...(skeleton && { skeleton: skeleton.map((pair) => [...pair]) }),
  };
}

/** Writes `images/`, `annotations/{stem}.json`, and `dataset.json` with the categories and splits. */
export async function writeDice({ categories, images }: WriteInput, { output, signal }: WriteContext): Promise<void> {
  const pause = createPacer(signal);
  output.makeFolder('images');
  output.makeFolder('annotations');
  const splits = new Map<string, string[]>();
  for await (const image of images) {
    await pause();
    const path = output.uniqueStem(image.path);
    const { width, height, labels, attributes, split } = image;
    const content = {
      version: '1.0',
      imagePath: path,
      ...(width !== undefined && height !== undefined && { imageWidth: width, imageHeight: height }),
      ...(labels.length > 0 && { flags: Object.fromEntries(labels.map((label) => [label, true])) }),
      ...(attributes && { attributes }),
      shapes: image.objects.map(writeShape),
    };
    output.writeAnnotation(`annotations/${stemOf(path)}.json`, `${JSON.stringify(content, null, 1)}\n`);
    output.placeImage(image, `images/${path}`);
    if (split !== undefined) {
      const paths = splits.get(split);
      if (paths) paths.push(path);
      else splits.set(split, [path]);
    }
  }
  const dataset = { categories: categories.map(categoryFields), splits: Object.fromEntries(splits) };
  output.writeAnnotation(DATASET_FILE, `${JSON.stringify(dataset, null, 1)}\n`);
}
