import { type Coordinates, type Polygon, ringArea } from './geometry.js';
import { type Rle, rleToMask } from './rle.js';

/** Steps along pixel edges, clockwise: right, down, left, up. */
const steps = [
  { dx: 1, dy: 0, right: [0, 0], left: [0, -1] },
  { dx: 0, dy: 1, right: [-1, 0], left: [0, 0] },
  { dx: -1, dy: 0, right: [-1, -1], left: [-1, 0] },
  { dx: 0, dy: -1, right: [0, -1], left: [-1, -1] },
] as const;

/** Whether a ring, filled by the even-odd rule, covers a point. */
export function ringCovers(ring: Coordinates, x: number, y: number): boolean {
  let isInside = false;
  for (let index = 0, previous = ring.length - 2; index + 1 < ring.length; previous = index, index += 2) {
    const x0 = ring[previous] ?? 0;
    const y0 = ring[previous + 1] ?? 0;
    const x1 = ring[index] ?? 0;
    const y1 = ring[index + 1] ?? 0;
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) isInside = !isInside;
  }
  return isInside;
}

function signedArea(ring: Coordinates): number {
  let twice = 0;
  for (let index = 0, previous = ring.length - 2; index + 1 < ring.length; previous = index, index += 2) {
    twice += (ring[previous] ?? 0) * (ring[index + 1] ?? 0) - (ring[index] ?? 0) * (ring[previous + 1] ?? 0);
  }
  return twice / 2;
}

/**
 * The outlines of a mask along the edges of its pixels: exact, so that filling them gives the same pixels. Pixels that
 * touch only at a corner are separate parts, and each hole belongs to the smallest part around it.
 */
export function traceMask(rle: Rle): Polygon[] {
  const { width, height } = rle;
  const mask = rleToMask(rle);
  const isSet = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1;
  // Every ring has a top edge of some pixel, so marking those is enough to walk each ring once.
  const walkedTops = new Uint8Array(width * height);

  const walk = (startX: number, startY: number): number[] => {
    const ring: number[] = [];
    let x = startX;
    let y = startY;
    let direction = 0;
    do {
      if (direction === 0) walkedTops[y * width + x] = 1;
      const { dx, dy, right, left } = steps[direction] ?? steps[0];
      x += dx;
      y += dy;
      // The set pixel stays on the right hand: turn right where it ends, left where another stands in the way.
      if (!isSet(x + right[0], y + right[1])) direction = (direction + 1) % 4;
      else if (isSet(x + left[0], y + left[1])) direction = (direction + 3) % 4;
      else continue;
      ring.push(x, y);
    } while (x !== startX || y !== startY || direction !== 0);
    return ring;
  };

  const outers: { ring: number[]; holes: number[][] }[] = [];
  const holes: { ring: number[]; x: number; y: number }[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isSet(x, y) || isSet(x, y - 1) || walkedTops[y * width + x] === 1) continue;
      const ring = walk(x, y);
      if (signedArea(ring) > 0) outers.push({ ring, holes: [] });
      else holes.push({ ring, x: x + 0.5, y: y + 0.5 });
    }
  }
  const byArea = outers.toSorted((a, b) => ringArea(a.ring) - ringArea(b.ring));
  for (const { ring, x, y } of holes) byArea.find((outer) => ringCovers(outer.ring, x, y))?.holes.push(ring);
  return outers.map(({ ring, holes: own }) => ({ outer: ring, holes: own }));
}
