import type { Severity } from '../report/issue.js';
import type { ImageRecord, ObjectAnnotation } from './dataset.js';
import type { Box, Coordinates } from './geometry.js';
import { runsOf } from './rle.js';

/** Something wrong with one object. */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** The object mended; null where mending means leaving it out; absent where there is no mending. */
  readonly repaired?: ObjectAnnotation | null;
}

/** Rounding and inclusive pixel bounds put coordinates this far outside in good datasets. */
const TOLERANCE_PX = 1;
/** Rounding of normalised coordinates alone: not worth a word. */
const ROUNDING_PX = 0.01;

function areFinite(values: Coordinates | undefined): boolean {
  if (values === undefined) return true;
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return false;
  return true;
}

function hasFiniteGeometry(object: ObjectAnnotation): boolean {
  const { box, rotatedBox, polygons, keypoints, points, polyline, ellipse } = object;
  if (box && !Number.isFinite(box.x + box.y + box.width + box.height)) return false;
  if (rotatedBox && !areFinite(Object.values(rotatedBox))) return false;
  if (ellipse && !areFinite(Object.values(ellipse))) return false;
  if (keypoints && !keypoints.every(({ x, y }) => Number.isFinite(x + y))) return false;
  if (!areFinite(points) || !areFinite(polyline)) return false;
  return polygons === undefined || polygons.every(({ outer, holes }) => areFinite(outer) && holes.every(areFinite));
}

function clamp(value: number, limit: number): number {
  return Math.max(0, Math.min(value, limit));
}

function clipBox({ x, y, width, height }: Box, imageWidth: number, imageHeight: number): Box {
  const left = clamp(x, imageWidth);
  const top = clamp(y, imageHeight);
  return { x: left, y: top, width: clamp(x + width, imageWidth) - left, height: clamp(y + height, imageHeight) - top };
}

function clipCoordinates(values: Coordinates, width: number, height: number): number[] {
  return values.map((value, index) => clamp(value, index % 2 === 0 ? width : height));
}

function clipObject(object: ObjectAnnotation, width: number, height: number): ObjectAnnotation | null {
  const box = object.box && clipBox(object.box, width, height);
  if (box && (box.width <= 0 || box.height <= 0)) return null;
  return {
    ...object,
    ...(box && { box }),
    ...(object.polygons && {
      polygons: object.polygons.map(({ outer, holes }) => ({
        outer: clipCoordinates(outer, width, height),
        holes: holes.map((hole) => clipCoordinates(hole, width, height)),
      })),
    }),
    ...(object.points && { points: clipCoordinates(object.points, width, height) }),
    ...(object.polyline && { polyline: clipCoordinates(object.polyline, width, height) }),
    ...(object.keypoints && {
      keypoints: object.keypoints.map((point) => ({ ...point, x: clamp(point.x, width), y: clamp(point.y, height) })),
    }),
  };
}

function overshootOf(values: Coordinates, width: number, height: number): number {
  let worst = 0;
  for (let index = 0; index + 1 < values.length; index += 2) {
    const x = values[index] ?? 0;
    const y = values[index + 1] ?? 0;
    worst = Math.max(worst, -x, x - width, -y, y - height);
  }
  return worst;
}

function worstOvershoot(
  { box, polygons, keypoints, points, polyline }: ObjectAnnotation,
  width: number,
  height: number,
): number {
  let worst = box ? Math.max(-box.x, -box.y, box.x + box.width - width, box.y + box.height - height) : 0;
  for (const { outer } of polygons ?? []) worst = Math.max(worst, overshootOf(outer, width, height));
  for (const { x, y, visibility } of keypoints ?? []) {
    if (visibility > 0) worst = Math.max(worst, overshootOf([x, y], width, height));
  }
  if (points) worst = Math.max(worst, overshootOf(points, width, height));
  if (polyline) worst = Math.max(worst, overshootOf(polyline, width, height));
  return worst;
}

/** A mask of more pixels than any camera takes is a broken size, and would need that much memory to trace. */
const MAX_MASK_PIXELS = 1 << 28;

function checkMask({ mask }: ObjectAnnotation, image: ImageRecord): Finding | undefined {
  if (mask === undefined) return undefined;
  const fix = 'Export the mask again; it must be of the size of its image, and its run lengths must add up to that.';
  const { width, height } = mask;
  const isOtherSize = (image.width ?? width) !== width || (image.height ?? height) !== height;
  if (isOtherSize || !(width * height <= MAX_MASK_PIXELS)) {
    const message = `the mask is of ${width} × ${height} pixels, its image of ${image.width ?? '?'} × ${image.height ?? '?'}`;
    return { severity: 'error', code: 'bad-mask', message, fix };
  }
  try {
    const runs = runsOf(mask);
    const total = runs.reduce((sum, run) => sum + run, 0);
    if (total === mask.width * mask.height && runs.every((run) => run >= 0)) return undefined;
    const message = `run lengths add up to ${total}, the mask has ${mask.width} × ${mask.height} pixels`;
    return { severity: 'error', code: 'bad-mask', message, fix };
  } catch (error) {
    return {
      severity: 'error',
      code: 'bad-mask',
      message: error instanceof Error ? error.message : String(error),
      fix,
    };
  }
}

function checkBox(object: ObjectAnnotation): Finding | undefined {
  const { box } = object;
  if (box === undefined) return undefined;
  const { x, y, width, height } = box;
  if (width < 0 || height < 0) {
    const ordered = {
      x: Math.min(x, x + width),
      y: Math.min(y, y + height),
      width: Math.abs(width),
      height: Math.abs(height),
    };
    return {
      severity: 'error',
      code: 'reversed-box',
      message: `box corners are in reverse order (width ${width}, height ${height})`,
      fix: 'Swap the corners, or use the policy "repair".',
      repaired: { ...object, box: ordered },
    };
  }
  if ((width === 0 || height === 0) && !object.keypoints && !object.points && !object.polyline) {
    return {
      severity: 'error',
      code: 'empty-box',
      message: `box has no area (${width} × ${height} px)`,
      fix: 'Draw it again or remove it; the policies "skip" and "repair" leave it out.',
      repaired: null,
    };
  }
  return undefined;
}

/** The first thing wrong with an object, or undefined. Mend and ask again to find the next. */
export function checkObject(object: ObjectAnnotation, image: ImageRecord): Finding | undefined {
  if (!hasFiniteGeometry(object)) {
    return {
      severity: 'error',
      code: 'not-a-number',
      message: 'a coordinate is not a finite number',
      fix: 'Write every coordinate as a number in pixels.',
    };
  }
  const short = object.polygons?.find(({ outer }) => outer.length < 6);
  if (short) {
    return {
      severity: 'error',
      code: 'short-polygon',
      message: `a polygon has ${short.outer.length / 2} points and needs 3`,
      fix: 'Draw it again or remove it.',
    };
  }
  const finding = checkBox(object) ?? checkMask(object, image);
  if (finding) return finding;
  const { width, height } = image;
  if (width === undefined || height === undefined) return undefined;
  const overshoot = worstOvershoot(object, width, height);
  if (overshoot > ROUNDING_PX) {
    return {
      severity: overshoot > TOLERANCE_PX ? 'error' : 'warning',
      code: 'outside-image',
      message: `reaches ${overshoot.toFixed(2)} px out of the image of ${width} × ${height}`,
      fix: 'Check the image size, or use the policy "repair", which clips it.',
      repaired: clipObject(object, width, height),
    };
  }
  if (object.box && (object.box.width <= 1 || object.box.height <= 1) && !object.keypoints) {
    return {
      severity: 'warning',
      code: 'tiny-box',
      message: `box is ${object.box.width} × ${object.box.height} px`,
      fix: 'Look at the image: a click without a drag leaves such boxes.',
    };
  }
  return undefined;
}
