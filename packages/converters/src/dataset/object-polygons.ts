import type { ObjectAnnotation } from './dataset.js';
import { boxCorners, cornersOf, ellipseRing, type Polygon } from './geometry.js';
import { traceMask } from './trace-mask.js';

/** Any object that covers an area as polygons: its own, a mask traced, or the corners of its box; none for loose points. */
export function objectPolygons(object: ObjectAnnotation): readonly Polygon[] {
  const { polygons, mask, rotatedBox, ellipse, box } = object;
  if (polygons) return polygons;
  if (mask) return traceMask(mask);
  if (rotatedBox) return [{ outer: cornersOf(rotatedBox), holes: [] }];
  if (ellipse) return [{ outer: ellipseRing(ellipse), holes: [] }];
  if (box) return [{ outer: boxCorners(box), holes: [] }];
  return [];
}
