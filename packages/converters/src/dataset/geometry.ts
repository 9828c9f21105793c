/**
 * Flat coordinates `x0, y0, x1, y1, …` in pixels, origin at the top-left corner of the image, continuous: the first
 * pixel spans 0 to 1.
 */
export type Coordinates = readonly number[];

/** An upright box: top-left corner and size in pixels. A reversed box, as some tools draw it, has a negative size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box turned about its centre; `angle` in radians, clockwise as seen on the image (y points down). */
export interface RotatedBox {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** One connected part of a shape: an outer ring and the rings cut out of it. Rings are not closed explicitly. */
export interface Polygon {
  readonly outer: Coordinates;
  readonly holes: readonly Coordinates[];
}

/** An ellipse with axes parallel to the image's; a circle has `rx === ry`. */
export interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
}

/** `0` not labelled, `1` labelled but hidden, `2` labelled and visible: COCO's meaning. */
export type Visibility = 0 | 1 | 2;

/** One point of a skeleton, in the order of its category's `keypoints`. */
export interface Keypoint {
  readonly x: number;
  readonly y: number;
  readonly visibility: Visibility;
}

/** The smallest upright box around flat coordinates, or undefined when there are none. */
export function boundsOf(coordinates: Coordinates): Box | undefined {
  if (coordinates.length < 2) return undefined;
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let index = 0; index + 1 < coordinates.length; index += 2) {
    const x = coordinates[index] ?? 0;
    const y = coordinates[index + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest upright box around several boxes, or undefined when there are none. */
export function unionOf(boxes: Iterable<Box>): Box | undefined {
  const corners: number[] = [];
  for (const box of boxes) corners.push(box.x, box.y, box.x + box.width, box.y + box.height);
  return boundsOf(corners);
}

/** Unsigned area of a ring in square pixels (shoelace formula). */
export function ringArea(ring: Coordinates): number {
  let twice = 0;
  const count = ring.length >> 1;
  for (let index = 0; index < count; index++) {
    const next = (index + 1) % count;
    twice += (ring[2 * index] ?? 0) * (ring[2 * next + 1] ?? 0) - (ring[2 * next] ?? 0) * (ring[2 * index + 1] ?? 0);
  }
  return Math.abs(twice) / 2;
}

/** Area of a shape of several parts in square pixels, its holes taken off. */
export function polygonsArea(polygons: readonly Polygon[]): number {
  let area = 0;
  for (const { outer, holes } of polygons) {
    area += ringArea(outer);
    for (const hole of holes) area -= ringArea(hole);
  }
  return Math.max(0, area);
}

/** The four corners of a rotated box, flat, clockwise on the image from its own top-left corner. */
export function cornersOf({ cx, cy, width, height, angle }: RotatedBox): number[] {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const corners: number[] = [];
  for (const [along, across] of [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ] as const) {
    const dx = along * width;
    const dy = across * height;
    corners.push(cx + dx * cos - dy * sin, cy + dx * sin + dy * cos);
  }
  return corners;
}

/**
 * The rotated box through four corners, flat, clockwise from its own top-left one: the inverse of `cornersOf`. Corners
 * that are no exact rectangle give the box of their mean sides.
 */
export function rotatedBoxOf(corners: Coordinates): RotatedBox {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = corners;
  return {
    cx: (x0 + x1 + x2 + x3) / 4,
    cy: (y0 + y1 + y2 + y3) / 4,
    width: (Math.hypot(x1 - x0, y1 - y0) + Math.hypot(x2 - x3, y2 - y3)) / 2,
    height: (Math.hypot(x3 - x0, y3 - y0) + Math.hypot(x2 - x1, y2 - y1)) / 2,
    angle: Math.atan2(y1 + y2 - y0 - y3, x1 + x2 - x0 - x3),
  };
}

/** The four corners of an upright box, flat, clockwise from the top-left one. */
export function boxCorners({ x, y, width, height }: Box): number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}

/** An ellipse as a closed ring of `count` points. */
export function ellipseRing({ cx, cy, rx, ry }: Ellipse, count = 32): number[] {
  const ring: number[] = [];
  for (let index = 0; index < count; index++) {
    const angle = (2 * Math.PI * index) / count;
    ring.push(cx + rx * Math.cos(angle), cy + ry * Math.sin(angle));
  }
  return ring;
}

/** Decimals of a pixel that text formats are written with: a hundredth of what annotation tools resolve. */
const PIXEL_STEPS = 1e4;

/** A pixel coordinate as it is written to text formats: rounded to four decimals, so that 12.0000001 is 12. */
export function roundPixel(value: number): number {
  return Math.round(value * PIXEL_STEPS) / PIXEL_STEPS;
}
