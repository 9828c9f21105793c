import type { ObjectAnnotation } from '../../dataset/dataset.js';
import { joinRings } from '../../dataset/join-rings.js';
import { objectBox } from '../../dataset/object-box.js';
import { objectPolygons } from '../../dataset/object-polygons.js';
import { baseName, stemOf } from '../../files/dataset-path.js';
import { sizeOf } from '../../files/image-size.js';
import type { JsonObject } from '../../json/parse-json.js';
import { writeShape } from '../../shapes/write-shape.js';
import { createPacer } from '../../stream/pacer.js';
import type { WriteContext, WriteInput } from '../format.js';

/** The outlines of an object that LabelMe has a shape for, one object a shape. */
function simpleShapes({ category, ...object }: ObjectAnnotation): ObjectAnnotation[] {
  const { polyline, points, ellipse, polygons, mask, rotatedBox } = object;
  if (polyline) return [{ category, polyline }];
  if (points) return [{ category, points }];
  if (ellipse && ellipse.rx === ellipse.ry) return [{ category, ellipse }];
  if (polygons || mask || rotatedBox || ellipse) {
    return objectPolygons({ category, ...object }).map((part) => ({
      category,
      polygons: [{ outer: joinRings([part]), holes: [] }],
    }));
  }
  const box = objectBox({ category, ...object });
  return box ? [{ category, box }] : [];
}

function flagsOf({ attributes, isDifficult, isTruncated, isOccluded }: ObjectAnnotation): Record<string, boolean> {
  return {
    ...Object.fromEntries(
      Object.entries(attributes ?? {}).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    ),
    ...(isDifficult && { difficult: true }),
    ...(isTruncated && { truncated: true }),
    ...(isOccluded && { occluded: true }),
  };
}

/** Shapes of an image; the parts of one object share a group of their own. */
function formatShapes(objects: readonly ObjectAnnotation[]): JsonObject[] {
  let nextGroup = Math.max(0, ...objects.map(({ groupId }) => groupId ?? 0)) + 1;
  return objects.flatMap((object) => {
    const shapes = simpleShapes(object);
    const group = object.groupId ?? (shapes.length > 1 ? nextGroup++ : null);
    return shapes.map((shape) => ({ ...writeShape(shape), group_id: group, description: '', flags: flagsOf(object) }));
  });
}

/** Writes each image with its JSON file beside it, by split where there are splits. */
export async function writeLabelme(
  { splits, images }: WriteInput,
  { output, issues, signal }: WriteContext,
): Promise<void> {
  const pause = createPacer(signal);
  for (const split of splits) output.makeFolder(split);
  for await (const image of images) {
    await pause();
    const size = sizeOf(image, issues);
    if (size === undefined) continue;
    const folder = splits.length > 0 ? `${image.split ?? 'unsplit'}/` : '';
    const path = output.uniqueStem(folder + image.path);
    const content = {
      version: '5.5.0',
      flags: Object.fromEntries(image.labels.map((label) => [label, true])),
      shapes: formatShapes(image.objects),
      imagePath: baseName(path),
      imageData: null,
      imageHeight: size.height,
      imageWidth: size.width,
    };
    output.writeAnnotation(`${stemOf(path)}.json`, `${JSON.stringify(content, null, 2)}\n`);
    output.placeImage(image, path);
  }
}
