import type { ObjectAnnotation } from './dataset.js';
import { outlineBounds } from './feature.js';
import { type Box, boundsOf, cornersOf } from './geometry.js';

/** The upright box of any object: its own, or the smallest around its geometry; undefined for an object without any. */
export function objectBox(object: ObjectAnnotation): Box | undefined {
  if (object.box) return object.box;
  const outline = outlineBounds(object);
  if (outline) return outline;
  if (object.rotatedBox) return boundsOf(cornersOf(object.rotatedBox));
  if (object.keypoints) {
    return boundsOf(object.keypoints.flatMap(({ x, y, visibility }) => (visibility > 0 ? [x, y] : [])));
  }
  return boundsOf([...(object.points ?? []), ...(object.polyline ?? [])]);
}
