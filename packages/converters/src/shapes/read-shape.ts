import type { ObjectAnnotation } from '../dataset/dataset.js';
import {
  boundsOf,
  type Coordinates,
  type Keypoint,
  type Polygon,
  rotatedBoxOf,
  type Visibility,
} from '../dataset/geometry.js';
import type { Rle } from '../dataset/rle.js';
import type { JsonDocument } from '../json/json-document.js';
import { asAttributes, asNumber, asNumbers, asPoints, asSize } from '../json/json-values.js';
import type { JsonPath } from '../json/locate-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/parse-json.js';

type Geometry = Pick<
  ObjectAnnotation,
  'box' | 'rotatedBox' | 'polygons' | 'mask' | 'keypoints' | 'points' | 'polyline' | 'ellipse'
>;

/** What a shape type makes of its points: a geometry, or a sentence that says which points it needs. */
type ShapeReader = (points: Coordinates, shape: JsonObject) => Geometry | string;

function readHoles(value: JsonValue | undefined): Coordinates[] {
  return Array.isArray(value) ? value.flatMap((hole) => [asPoints(hole) ?? []]).filter((hole) => hole.length > 0) : [];
}

function readPart(value: JsonValue): Polygon[] {
  const outer = isJsonObject(value) ? asPoints(value.points) : undefined;
  return outer === undefined || !isJsonObject(value) ? [] : [{ outer, holes: readHoles(value.holes) }];
}

function readMask(value: JsonValue | undefined): Rle | undefined {
  if (!isJsonObject(value)) return undefined;
  const [height, width] = asNumbers(value.size) ?? [];
  const counts = typeof value.counts === 'string' ? value.counts : asNumbers(value.counts);
  return width === undefined || height === undefined || counts === undefined ? undefined : { width, height, counts };
}

function readKeypoints(value: JsonValue | undefined): Keypoint[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const keypoints: Keypoint[] = [];
  for (const item of value) {
    const [x, y, visibility] = asNumbers(item) ?? [];
    if (x === undefined || y === undefined) return undefined;
    keypoints.push({ x, y, visibility: (visibility === 0 || visibility === 1 ? visibility : 2) satisfies Visibility });
  }
  return keypoints;
}

function ellipseOf([cx, cy, x, y]: Coordinates, isCircle: boolean): Geometry | string {
  if (cx === undefined || cy === undefined || x === undefined || y === undefined) {
    return 'needs 2 points: the centre and one on the edge';
  }
  const radius = Math.hypot(x - cx, y - cy);
  return { ellipse: { cx, cy, rx: isCircle ? radius : Math.abs(x - cx), ry: isCircle ? radius : Math.abs(y - cy) } };
}

const shapeReaders: Readonly<Record<string, ShapeReader>> = {
  rectangle: (points) => {
    const box = points.length === 4 || points.length === 8 ? boundsOf(points) : undefined;
    return box ? { box } : 'needs 2 opposite corners';
  },
  polygon: (outer, { holes, parts }) => ({
    polygons: [{ outer, holes: readHoles(holes) }, ...(Array.isArray(parts) ? parts.flatMap(readPart) : [])],
  }),
  point: (points) => (points.length > 0 ? { points } : 'needs a point'),
  points: (points) => (points.length > 0 ? { points } : 'needs a point'),
  line: (polyline) => (polyline.length >= 4 ? { polyline } : 'needs 2 points'),
  linestrip: (polyline) => (polyline.length >= 4 ? { polyline } : 'needs 2 points'),
  circle: (points) => ellipseOf(points, true),
  ellipse: (points) => ellipseOf(points, false),
  rotation: (points) => (points.length === 8 ? { rotatedBox: rotatedBoxOf(points) } : 'needs 4 corners'),
  mask: (_points, { rle }) => {
    const mask = readMask(rle);
    return mask ? { mask } : 'needs "rle" with "size" [height, width] and "counts"';
  },
  keypoints: (_points, { keypoints: value }) => {
    const keypoints = readKeypoints(value);
    return keypoints ? { keypoints } : 'needs "keypoints", a list of [x, y, visibility]';
  },
};

/** All shape types that are understood. */
const shapeTypes = Object.keys(shapeReaders).join(', ');

/** Facts of an object that may stand as members of a shape, or among its flags. */
const factNames: ReadonlySet<string> = new Set(['difficult', 'truncated', 'occluded']);

function readExtras(shape: JsonObject): Omit<ObjectAnnotation, 'category'> {
  const [x, y, width, height] = asNumbers(shape.bbox) ?? [];
  const keypoints = shape.shape_type === 'keypoints' ? undefined : readKeypoints(shape.keypoints);
  const score = asNumber(shape.score);
  const groupId = asNumber(shape.group_id);
  const flags = asAttributes(shape.flags) ?? {};
  const isFact = (name: string): boolean => shape[name] === true || flags[name] === true;
  const description = typeof shape.description === 'string' && shape.description !== '' ? shape.description : undefined;
  const attributes = {
    ...Object.fromEntries(Object.entries(flags).filter(([name]) => !factNames.has(name))),
    ...asAttributes(shape.attributes),
    ...(description !== undefined && { description }),
  };
  return {
    ...(x !== undefined &&
      y !== undefined &&
      width !== undefined &&
      height !== undefined && { box: { x, y, width, height } }),
    ...(keypoints && { keypoints }),
    ...(score !== undefined && { score }),
    ...(groupId !== undefined && { groupId }),
    ...(shape.crowd === true && { isCrowd: true }),
    ...(isFact('difficult') && { isDifficult: true }),
    ...(isFact('truncated') && { isTruncated: true }),
    ...(isFact('occluded') && { isOccluded: true }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** One shape of a DICE or LabelMe file; what cannot be read is reported and gives undefined. */
export function readShape(
  shape: JsonValue | undefined,
  path: JsonPath,
  document: JsonDocument,
): ObjectAnnotation | undefined {
  if (!isJsonObject(shape)) {
    document.report(path, {
      code: 'bad-shape',
      message: 'a shape must be an object',
      fix: 'Remove it or write it as {"label", "points"}.',
    });
    return undefined;
  }
  const label = typeof shape.label === 'number' ? String(shape.label) : shape.label;
  if (typeof label !== 'string' || label === '') {
    document.report([...path, 'label'], {
      code: 'missing-label',
      message: 'a shape has no label',
      fix: 'Give it the name of its class as a string.',
    });
    return undefined;
  }
  const type = shape.shape_type ?? 'polygon';
  const reader = typeof type === 'string' && Object.hasOwn(shapeReaders, type) ? shapeReaders[type] : undefined;
  if (reader === undefined) {
    document.report([...path, 'shape_type'], {
      code: 'unknown-shape-type',
      message: `${JSON.stringify(type)} is no shape type`,
      fix: `Use one of ${shapeTypes}.`,
    });
    return undefined;
  }
  const points = asPoints(shape.points ?? []);
  const geometry = points === undefined ? 'needs "points", a list of [x, y] numbers' : reader(points, shape);
  if (typeof geometry === 'string') {
    document.report([...path, 'points'], {
      code: 'bad-points',
      message: `the ${type} of ${JSON.stringify(label)} ${geometry}`,
      fix: 'Draw it again or remove it.',
    });
    return undefined;
  }
  return { category: label, ...readExtras(shape), ...geometry };
}

/** Image size out of a DICE or LabelMe file, where it gives one. */
export function readImageSizeFields(value: JsonObject): { width: number; height: number } | undefined {
  const width = asSize(value.imageWidth);
  const height = asSize(value.imageHeight);
  return width === undefined || height === undefined ? undefined : { width, height };
}
