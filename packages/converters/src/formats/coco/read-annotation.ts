import type { AttributeValue, ObjectAnnotation } from '../../dataset/dataset.js';
import type { Box, Keypoint, Polygon } from '../../dataset/geometry.js';
import type { Rle } from '../../dataset/rle.js';
import { asAttributes, asNumber, asNumbers } from '../../json/json-values.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/parse-json.js';

/** A value of an annotation that cannot be taken. */
export interface AnnotationProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const FLAGS = { difficult: 'isDifficult', truncated: 'isTruncated', occluded: 'isOccluded' } as const;

function readBox(value: JsonValue | undefined): Box | undefined {
  const [x, y, width, height] = asNumbers(value) ?? [];
  return x === undefined || y === undefined || width === undefined || height === undefined
    ? undefined
    : { x, y, width, height };
}

function readRle({ size, counts }: JsonObject): Rle | undefined {
  const [height, width] = asNumbers(size) ?? [];
  const runs = typeof counts === 'string' ? counts : asNumbers(counts);
  return width === undefined || height === undefined || runs === undefined
    ? undefined
    : { width, height, counts: runs };
}

/** A list of rings, or, as some tools write it, one ring without the list around it. */
function readRings(value: JsonValue[]): Polygon[] | undefined {
  if (typeof value[0] === 'number') {
    const outer = asNumbers(value);
    return outer && [{ outer, holes: [] }];
  }
  const polygons: Polygon[] = [];
  for (const item of value) {
    const outer = asNumbers(item);
    if (outer === undefined || outer.length % 2 !== 0) return undefined;
    polygons.push({ outer, holes: [] });
  }
  return polygons;
}

function readSegmentation(value: JsonValue | undefined): Pick<ObjectAnnotation, 'polygons' | 'mask'> | undefined {
  if (value === undefined || value === null) return {};
  if (isJsonObject(value)) {
    const mask = readRle(value);
    return mask && { mask };
  }
  if (!Array.isArray(value)) return undefined;
  const polygons = readRings(value);
  return polygons && (polygons.length > 0 ? { polygons } : {});
}

function readKeypoints(values: readonly number[]): Keypoint[] {
  const keypoints: Keypoint[] = [];
  for (let index = 0; index + 2 < values.length; index += 3) {
    const visibility = values[index + 2];
    keypoints.push({
      x: values[index] ?? 0,
      y: values[index + 1] ?? 0,
      visibility: visibility === 1 || visibility === 2 ? visibility : 0,
    });
  }
  return keypoints;
}

function readFlags(value: JsonObject): Omit<ObjectAnnotation, 'category'> {
  const all = asAttributes(value.attributes);
  const score = asNumber(value.score);
  const groupId = asNumber(value.group_id);
  const flags: { isDifficult?: boolean; isTruncated?: boolean; isOccluded?: boolean } = {};
  const attributes: [string, AttributeValue][] = [];
  for (const [name, item] of Object.entries(all ?? {})) {
    if (typeof item === 'boolean' && (name === 'difficult' || name === 'truncated' || name === 'occluded')) {
      if (item) flags[FLAGS[name]] = true;
    } else attributes.push([name, item]);
  }
  return {
    ...flags,
    ...((value.iscrowd === 1 || value.iscrowd === true) && { isCrowd: true }),
    ...(score !== undefined && { score }),
    ...(groupId !== undefined && { groupId }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
}

/** One annotation as an object, as a label of the whole image when it has no geometry, or what is wrong with it. */
export function readAnnotation(
  value: JsonValue,
  nameOf: (id: number) => string | undefined,
): { object: ObjectAnnotation } | { label: string } | AnnotationProblem {
  if (!isJsonObject(value))
    return { field: '', code: 'bad-annotation', message: 'an annotation must be an object', fix: 'Remove it.' };
  const category = typeof value.category_id === 'number' ? nameOf(value.category_id) : undefined;
  if (category === undefined) {
    const message = `"category_id" is ${JSON.stringify(value.category_id)}, which is no category of this file`;
    return { field: 'category_id', code: 'unknown-category', message, fix: 'Add the category, or correct the number.' };
  }
  const hasBox =
    value.bbox !== undefined && value.bbox !== null && !(Array.isArray(value.bbox) && value.bbox.length === 0);
  const box = readBox(value.bbox);
  if (hasBox && box === undefined) {
    return {
      field: 'bbox',
      code: 'bad-box',
      message: `"bbox" is ${shorten(value.bbox)}`,
      fix: 'Write it as [x, y, width, height] in pixels.',
    };
  }
  const segmentation = readSegmentation(value.segmentation);
  if (segmentation === undefined) {
    return {
      field: 'segmentation',
      code: 'bad-segmentation',
      message: `"segmentation" is ${shorten(value.segmentation)}`,
      fix: 'Write it as [[x, y, …], …] or as {"size": [height, width], "counts": …}.',
    };
  }
  const points = value.keypoints === undefined ? [] : asNumbers(value.keypoints);
  if (points === undefined || points.length % 3 !== 0) {
    return {
      field: 'keypoints',
      code: 'bad-keypoints',
      message: '"keypoints" is no list of x, y, visibility',
      fix: 'Write three numbers a point.',
    };
  }
  if (box === undefined && !segmentation.mask && !segmentation.polygons && points.length === 0)
    return { label: category };
  return {
    object: {
      category,
      ...(box && { box }),
      ...segmentation,
      ...(points.length > 0 && { keypoints: readKeypoints(points) }),
      ...readFlags(value),
    },
  };
}

function shorten(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
