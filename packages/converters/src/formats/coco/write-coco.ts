import type { Category, ImageRecord, ObjectAnnotation } from '../../dataset/dataset.js';
import { type Box, polygonsArea, roundPixel } from '../../dataset/geometry.js';
import { joinRings } from '../../dataset/join-rings.js';
import { objectBox } from '../../dataset/object-box.js';
import { objectPolygons } from '../../dataset/object-polygons.js';
import { rleArea } from '../../dataset/rle.js';
import { sizeOf } from '../../files/image-size.js';
import { JsonListFile } from '../../json/json-list-file.js';
import type { JsonObject, JsonValue } from '../../json/parse-json.js';
import { createPacer } from '../../stream/pacer.js';
import type { WriteContext, WriteInput } from '../format.js';

/** Ids of the categories: their own where all have one and no two are the same, else from 1 on. */
function categoryIds(categories: readonly Category[]): ReadonlyMap<string, number> {
  const own = categories.flatMap(({ id }) => id ?? []);
  const areUsable = new Set(own).size === categories.length;
  return new Map(categories.map(({ name, id }, index) => [name, areUsable ? (id ?? 0) : index + 1]));
}

function categoryFields({ name, supercategory, keypoints, skeleton }: Category, id: number): JsonObject {
  return {
    id,
    name,
    ...(supercategory !== undefined && { supercategory }),
    ...(keypoints && { keypoints: [...keypoints] }),
    ...(skeleton && { skeleton: skeleton.map(([from, to]) => [from + 1, to + 1]) }),
  };
}

function segmentationOf(object: ObjectAnnotation): { segmentation: JsonValue; area: number | undefined } {
  const { mask, box, polygons, rotatedBox, ellipse } = object;
  if (mask) {
    const counts = typeof mask.counts === 'string' ? mask.counts : [...mask.counts];
    return { segmentation: { size: [mask.height, mask.width], counts }, area: rleArea(mask) };
  }
  if (!polygons && !rotatedBox && !ellipse) return { segmentation: [], area: box && box.width * box.height };
  const shape = objectPolygons(object);
  return {
    segmentation: shape.map((polygon) =>
      (polygon.holes.length === 0 ? polygon.outer : joinRings([polygon])).map(roundPixel),
    ),
    area: polygonsArea(shape),
  };
}

function attributesOf({ attributes, isDifficult, isTruncated, isOccluded }: ObjectAnnotation): JsonObject | undefined {
  if (!attributes && !isDifficult && !isTruncated && !isOccluded) return undefined;
  return {
    ...attributes,
    ...(isDifficult && { difficult: true }),
    ...(isTruncated && { truncated: true }),
    ...(isOccluded && { occluded: true }),
  };
}

function annotationFields(object: ObjectAnnotation): JsonObject | undefined {
  const box: Box | undefined = objectBox(object);
  if (box === undefined) return undefined;
  const { segmentation, area = box.width * box.height } = segmentationOf(object);
  const { keypoints, score, groupId } = object;
  const attributes = attributesOf(object);
  return {
    bbox: [roundPixel(box.x), roundPixel(box.y), roundPixel(box.width), roundPixel(box.height)],
    area: roundPixel(area),
    segmentation,
    iscrowd: object.isCrowd ? 1 : 0,
    ...(keypoints && {
      keypoints: keypoints.flatMap(({ x, y, visibility }) => [roundPixel(x), roundPixel(y), visibility]),
      num_keypoints: keypoints.filter(({ visibility }) => visibility > 0).length,
    }),
    ...(score !== undefined && { score }),
    ...(groupId !== undefined && { group_id: groupId }),
    ...(attributes && { attributes }),
  };
}

/** Writes `annotations/instances[_split].json` and `images/[split/]`. Ids run from 1 and are unique over all splits. */
export async function writeCoco(
  { categories, splits, images }: WriteInput,
  { output, issues, signal }: WriteContext,
): Promise<void> {
  const pause = createPacer(signal);
  const ids = categoryIds(categories);
  const head = {
    info: { description: '', version: '1.0' },
    licenses: [],
    categories: categories.map((category) => categoryFields(category, ids.get(category.name) ?? 0)),
  };
  const files = new Map<string, JsonListFile>();
  const fileFor = (split: string | undefined): JsonListFile => {
    const name = split === undefined ? 'instances' : `instances_${split}`;
    const known = files.get(name);
    if (known) return known;
    const opened = new JsonListFile(output.fileFor(`annotations/${name}.json`), head, ['images', 'annotations']);
    files.set(name, opened);
    return opened;
  };
  let imageId = 0;
  let annotationId = 0;
  const writeImage = (image: ImageRecord): void => {
    const size = sizeOf(image, issues);
    if (size === undefined) return;
    const { path: name, split, labels, attributes } = image;
    const file = fileFor(split);
    const { width, height } = size;
    imageId++;
    file.add(0, JSON.stringify({ id: imageId, file_name: name, width, height, ...(attributes && { attributes }) }));
    for (const label of labels) {
      file.add(1, JSON.stringify({ id: ++annotationId, image_id: imageId, category_id: ids.get(label) }));
    }
    for (const object of image.objects) {
      const fields = annotationFields(object);
      if (fields === undefined) continue;
      file.add(
        1,
        JSON.stringify({ id: ++annotationId, image_id: imageId, category_id: ids.get(object.category), ...fields }),
      );
    }
    output.placeImage(image, `images/${split === undefined ? '' : `${split}/`}${name}`);
  };
  try {
    if (splits.length === 0) fileFor(undefined);
    for await (const image of images) {
      await pause();
      writeImage(image);
    }
  } catch (error) {
    for (const file of files.values()) file.abandon();
    throw error;
  }
  for (const file of files.values()) file.close();
  output.annotationFilesWritten += files.size;
}
