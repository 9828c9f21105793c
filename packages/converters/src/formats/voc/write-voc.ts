import type { ImageRecord, ObjectAnnotation } from '../../dataset/dataset.js';
import { roundPixel } from '../../dataset/geometry.js';
import { objectBox } from '../../dataset/object-box.js';
import { baseName, stemOf } from '../../files/dataset-path.js';
import { sizeOf } from '../../files/image-size.js';
import { createPacer } from '../../stream/pacer.js';
import { escapeXml } from '../../xml/xml-element.js';
import type { WriteContext, WriteInput } from '../format.js';
import { imageSetPath } from './image-sets.js';

function formatAttributes(object: ObjectAnnotation): string {
  const entries = Object.entries(object.attributes ?? {}).filter(([name]) => name !== 'pose');
  if (entries.length === 0) return '';
  const items = entries.map(
    ([name, value]) =>
      `\t\t\t<attribute><name>${escapeXml(name)}</name><value>${escapeXml(String(value))}</value></attribute>\n`,
  );
  return `\t\t<attributes>\n${items.join('')}\t\t</attributes>\n`;
}

/** An object without any extent has no box and is left out. */
function formatObject(object: ObjectAnnotation): string {
  const box = objectBox(object);
  if (box === undefined) return '';
  const pose = object.attributes?.pose ?? 'Unspecified';
  return `\t<object>
\t\t<name>${escapeXml(object.category)}</name>
\t\t<pose>${escapeXml(String(pose))}</pose>
\t\t<truncated>${object.isTruncated ? 1 : 0}</truncated>
\t\t<difficult>${object.isDifficult ? 1 : 0}</difficult>
${object.isOccluded ? '\t\t<occluded>1</occluded>\n' : ''}\t\t<bndbox>
\t\t\t<xmin>${roundPixel(box.x + 1)}</xmin>
\t\t\t<ymin>${roundPixel(box.y + 1)}</ymin>
\t\t\t<xmax>${roundPixel(box.x + box.width)}</xmax>
\t\t\t<ymax>${roundPixel(box.y + box.height)}</ymax>
\t\t</bndbox>
${formatAttributes(object)}\t</object>
`;
}

function formatAnnotation(image: ImageRecord, path: string, size: { width: number; height: number }): string {
  return `<annotation>
\t<folder>JPEGImages</folder>
\t<filename>${escapeXml(baseName(path))}</filename>
\t<source>
\t\t<database>Unknown</database>
\t</source>
\t<size>
\t\t<width>${size.width}</width>
\t\t<height>${size.height}</height>
\t\t<depth>3</depth>
\t</size>
\t<segmented>0</segmented>
${image.objects.map(formatObject).join('')}</annotation>
`;
}

/** Writes `Annotations/`, `JPEGImages/` and a list for each split in `ImageSets/Main/`. Pixels count from 1. */
export async function writeVoc(
  { splits, images }: WriteInput,
  { output, issues, signal }: WriteContext,
): Promise<void> {
  const pause = createPacer(signal);
  output.makeFolder('Annotations');
  output.makeFolder('JPEGImages');
  const lists = new Map<string, string[]>(splits.map((split) => [split, []]));
  for await (const image of images) {
    await pause();
    const size = sizeOf(image, issues);
    if (size === undefined) continue;
    const path = output.uniqueStem(image.path);
    output.writeAnnotation(`Annotations/${stemOf(path)}.xml`, formatAnnotation(image, path, size));
    output.placeImage(image, `JPEGImages/${path}`);
    if (image.split !== undefined) lists.get(image.split)?.push(stemOf(path));
  }
  for (const [split, ids] of lists) output.writeAnnotation(imageSetPath(split), ids.map((id) => `${id}\n`).join(''));
}
