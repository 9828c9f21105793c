import type { ObjectAnnotation } from '../dataset/dataset.js';
import { type Coordinates, cornersOf, roundPixel } from '../dataset/geometry.js';
import type { JsonObject, JsonValue } from '../json/parse-json.js';

function pairs(flat: Coordinates): number[][] {
  const points: number[][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    points.push([roundPixel(flat[index] ?? 0), roundPixel(flat[index + 1] ?? 0)]);
  }
  return points;
}

function geometryFields({
  polygons,
  mask,
  rotatedBox,
  ellipse,
  polyline,
  points,
  keypoints,
  box,
}: ObjectAnnotation): JsonObject {
  if (polygons) {
    const [first, ...others] = polygons.map(({ outer, holes }) => ({
      points: pairs(outer),
      ...(holes.length > 0 && { holes: holes.map(pairs) }),
    }));
    return { shape_type: 'polygon', points: [], ...first, ...(others.length > 0 && { parts: others }) };
  }
  if (mask) {
    const counts: JsonValue = typeof mask.counts === 'string' ? mask.counts : [...mask.counts];
    return { shape_type: 'mask', points: [], rle: { size: [mask.height, mask.width], counts } };
  }
  if (rotatedBox) return { shape_type: 'rotation', points: pairs(cornersOf(rotatedBox)) };
  if (ellipse) {
    const { cx, cy, rx, ry } = ellipse;
    const isCircle = rx === ry;
    return { shape_type: isCircle ? 'circle' : 'ellipse', points: pairs([cx, cy, cx + rx, isCircle ? cy : cy + ry]) };
  }
  if (polyline) return { shape_type: polyline.length === 4 ? 'line' : 'linestrip', points: pairs(polyline) };
  if (points) return { shape_type: points.length === 2 ? 'point' : 'points', points: pairs(points) };
  if (keypoints) return { shape_type: 'keypoints', points: [] };
  if (box) return { shape_type: 'rectangle', points: pairs([box.x, box.y, box.x + box.width, box.y + box.height]) };
  return { shape_type: 'polygon', points: [] };
}

/** One object as a DICE shape. What LabelMe's shapes have no place for goes into members of their own. */
export function writeShape(object: ObjectAnnotation): JsonObject {
  const { category, box, keypoints, score, groupId, isCrowd, isDifficult, isTruncated, isOccluded, attributes } =
    object;
  const geometry = geometryFields(object);
  const needsBox = box !== undefined && geometry.shape_type !== 'rectangle';
  return {
    label: category,
    ...geometry,
    ...(needsBox && { bbox: [box.x, box.y, box.width, box.height].map(roundPixel) }),
    ...(keypoints && {
      keypoints: keypoints.map(({ x, y, visibility }) => [roundPixel(x), roundPixel(y), visibility]),
    }),
    ...(groupId !== undefined && { group_id: groupId }),
    ...(score !== undefined && { score }),
    ...(isCrowd && { crowd: true }),
    ...(isDifficult && { difficult: true }),
    ...(isTruncated && { truncated: true }),
    ...(isOccluded && { occluded: true }),
    ...(attributes && { attributes: { ...attributes } }),
  };
}
