import type { Category, ImageRecord, ObjectAnnotation } from './dataset.js';
import { type Box, boundsOf, unionOf } from './geometry.js';
import { rleBounds } from './rle.js';

/** Everything a dataset may hold that some format cannot. */
export const features = [
  'box',
  'looseBox',
  'rotatedBox',
  'polygon',
  'multipart',
  'holes',
  'mask',
  'keypoints',
  'points',
  'polyline',
  'ellipse',
  'imageLabel',
  'severalImageLabels',
  'crowd',
  'difficult',
  'truncated',
  'occluded',
  'score',
  'group',
  'attributes',
  'imageAttributes',
  'emptyImage',
  'split',
  'supercategory',
  'skeleton',
  'unusedCategory',
] as const;

/**
 * One thing a dataset may hold. `box` is an object that has nothing but its box; `looseBox` a box given beside an
 * outline that does not touch it on all sides.
 */
export type Feature = (typeof features)[number];

/** What becomes of a feature in a format: kept exactly, changed into something less, or lost. */
export type Capability = 'kept' | 'dropped' | `becomes ${string}`;

/** What a format can hold: complete, so that a new feature is decided for every format. */
export type Capabilities = Readonly<Record<Feature, Capability>>;

/** The smallest upright box around an object's outline, its own `box` left aside; undefined without an outline. */
export function outlineBounds(object: ObjectAnnotation): Box | undefined {
  if (object.polygons) return unionOf(object.polygons.flatMap(({ outer }) => boundsOf(outer) ?? []));
  if (object.mask) return rleBounds(object.mask);
  if (object.ellipse) {
    const { cx, cy, rx, ry } = object.ellipse;
    return { x: cx - rx, y: cy - ry, width: 2 * rx, height: 2 * ry };
  }
  return undefined;
}

/** Half a pixel: below it a box and the outline it belongs to are taken to agree. */
const BOX_TOLERANCE_PX = 0.5;

function isLoose(box: Box, outline: Box): boolean {
  return (
    Math.abs(box.x - outline.x) > BOX_TOLERANCE_PX ||
    Math.abs(box.y - outline.y) > BOX_TOLERANCE_PX ||
    Math.abs(box.x + box.width - outline.x - outline.width) > BOX_TOLERANCE_PX ||
    Math.abs(box.y + box.height - outline.y - outline.height) > BOX_TOLERANCE_PX
  );
}

function hasEntries(record: object | undefined): boolean {
  if (record === undefined) return false;
  for (const _ in record) return true;
  return false;
}

/** Calls `found` for every feature one object uses. */
export function forEachObjectFeature(object: ObjectAnnotation, found: (feature: Feature) => void): void {
  const { box, rotatedBox, polygons, mask, keypoints, points, polyline, ellipse } = object;
  if (polygons) {
    found('polygon');
    if (polygons.length > 1) found('multipart');
    if (polygons.some(({ holes }) => holes.length > 0)) found('holes');
  }
  if (mask) found('mask');
  if (ellipse) found('ellipse');
  if (rotatedBox) found('rotatedBox');
  if (keypoints) found('keypoints');
  if (points) found('points');
  if (polyline) found('polyline');
  if (box) {
    const outline = outlineBounds(object);
    if (outline) {
      if (isLoose(box, outline)) found('looseBox');
    } else if (!rotatedBox && !keypoints && !points && !polyline) found('box');
  }
  if (object.isCrowd) found('crowd');
  if (object.isDifficult) found('difficult');
  if (object.isTruncated) found('truncated');
  if (object.isOccluded) found('occluded');
  if (object.score !== undefined) found('score');
  if (object.groupId !== undefined) found('group');
  if (hasEntries(object.attributes)) found('attributes');
}

/** Calls `found` for every feature an image uses, its objects' left aside. */
export function forEachImageFeature(image: ImageRecord, found: (feature: Feature) => void): void {
  if (image.labels.length > 0) found('imageLabel');
  if (image.labels.length > 1) found('severalImageLabels');
  if (image.labels.length === 0 && image.objects.length === 0) found('emptyImage');
  if (image.split !== undefined) found('split');
  if (hasEntries(image.attributes)) found('imageAttributes');
}

/** Calls `found` for every feature a category uses. */
export function forEachCategoryFeature(category: Category, isUsed: boolean, found: (feature: Feature) => void): void {
  if (category.supercategory !== undefined) found('supercategory');
  if (category.keypoints !== undefined) found('skeleton');
  if (!isUsed) found('unusedCategory');
}
