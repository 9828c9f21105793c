import type { Attributes, ObjectAnnotation } from '../../dataset/dataset.js';
import { roundPixel } from '../../dataset/geometry.js';
import { objectBox } from '../../dataset/object-box.js';
import { fromWord, toWord } from '../word.js';

/** Values of a row beyond class and box: their place, and what stands there when they are not known. */
const spatial = {
  alpha: [3, -10],
  height3d: [8, -1],
  width3d: [9, -1],
  length3d: [10, -1],
  x3d: [11, -1000],
  y3d: [12, -1000],
  z3d: [13, -1000],
  rotationY: [14, -10],
} as const;
type SpatialName = keyof typeof spatial;
const spatialNames = Object.keys(spatial) as SpatialName[];
const FULL_ROW = 15;

function spatialOf(values: readonly number[]): Attributes {
  return Object.fromEntries(
    spatialNames.flatMap((name): [string, number][] => {
      const [at, unknown] = spatial[name];
      const value = values[at] ?? unknown;
      return value === unknown ? [] : [[name, value]];
    }),
  );
}

/** One row of a KITTI label file, or what is wrong with it. Truncation and occlusion are degrees there, facts here. */
export function parseKittiRow(line: string): ObjectAnnotation | string {
  const words = line.trim().split(/\s+/);
  const [category = ''] = words;
  // Places are counted as in KITTI's own list, where the class is number 0.
  const values = words.map((word, index) => (index === 0 ? 0 : Number(word)));
  if (values.length < 8) return `${values.length} values, where 15 were expected`;
  if (!values.every(Number.isFinite)) return 'a value is no number';
  const [, truncated = 0, occluded = 0, , left = 0, top = 0, right = 0, bottom = 0] = values;
  const attributes = spatialOf(values);
  const score = values[FULL_ROW];
  return {
    category: fromWord(category),
    box: { x: left, y: top, width: right - left, height: bottom - top },
    ...(truncated > 0 && { isTruncated: true }),
    ...((occluded === 1 || occluded === 2) && { isOccluded: true }),
    ...(score !== undefined && { score }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** One object as a row, or undefined when it has no extent. */
export function formatKittiRow(object: ObjectAnnotation): string | undefined {
  const box = objectBox(object);
  if (box === undefined) return undefined;
  const value = (name: SpatialName): number => {
    const own = object.attributes?.[name];
    return typeof own === 'number' ? own : spatial[name][1];
  };
  const row = [
    toWord(object.category),
    object.isTruncated ? 1 : 0,
    object.isOccluded ? 1 : 0,
    value('alpha'),
    ...[box.x, box.y, box.x + box.width, box.y + box.height].map(roundPixel),
    ...spatialNames.slice(1).map(value),
    ...(object.score === undefined ? [] : [object.score]),
  ];
  return row.join(' ');
}
