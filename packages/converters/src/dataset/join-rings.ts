import type { Coordinates, Polygon } from './geometry.js';

function closestPair(a: Coordinates, b: Coordinates): [number, number] {
  let best = Infinity;
  let pair: [number, number] = [0, 0];
  for (let i = 0; i + 1 < a.length; i += 2) {
    const ax = a[i] ?? 0;
    const ay = a[i + 1] ?? 0;
    for (let j = 0; j + 1 < b.length; j += 2) {
      const distance = (ax - (b[j] ?? 0)) ** 2 + (ay - (b[j + 1] ?? 0)) ** 2;
      if (distance < best) {
        best = distance;
        pair = [i, j];
      }
    }
  }
  return pair;
}

/**
 * One ring that runs around all parts and holes of a shape, for formats that hold a single outline: each further ring is
 * spliced in at the closest pair of points and left by the way it was entered, a bridge without area.
 */
export function joinRings(polygons: readonly Polygon[]): Coordinates {
  const [first, ...others] = polygons.flatMap(({ outer, holes }) => [outer, ...holes]);
  let joined: Coordinates = first ?? [];
  for (const ring of others) {
    const [i, j] = closestPair(joined, ring);
    joined = [...joined.slice(0, i + 2), ...ring.slice(j), ...ring.slice(0, j + 2), ...joined.slice(i)];
  }
  return joined;
}
