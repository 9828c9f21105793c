import type { ObjectAnnotation } from '../../dataset/dataset.js';
import { boxCorners, type Coordinates, cornersOf } from '../../dataset/geometry.js';
import { joinRings } from '../../dataset/join-rings.js';
import { objectBox } from '../../dataset/object-box.js';
import { objectPolygons } from '../../dataset/object-polygons.js';
import type { YoloTask } from './yolo-task.js';

/** Eight decimals: below a thousandth of a pixel for images up to 100,000 pixels wide, and still exact in 32 bits. */
const STEPS = 1e8;

/** A normalised coordinate in plain decimals, without trailing zeros. */
export function formatUnit(value: number): string {
  const steps = Math.round(Math.abs(value) * STEPS);
  const sign = value < 0 && steps > 0 ? '-' : '';
  const whole = Math.floor(steps / STEPS);
  const rest = steps - whole * STEPS;
  if (rest === 0) return sign + whole;
  const digits = String(rest + STEPS).slice(1);
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return `${sign}${whole}.${digits.slice(0, end)}`;
}

function formatPoints(flat: Coordinates, width: number, height: number): string {
  let text = '';
  for (let index = 0; index < flat.length; index++)
    text += ` ${formatUnit((flat[index] ?? 0) / (index % 2 === 0 ? width : height))}`;
  return text;
}

function formatBox(object: ObjectAnnotation, width: number, height: number): string | undefined {
  const box = objectBox(object);
  if (box === undefined) return undefined;
  return ` ${formatUnit((box.x + box.width / 2) / width)} ${formatUnit((box.y + box.height / 2) / height)} ${formatUnit(box.width / width)} ${formatUnit(box.height / height)}`;
}

type RowWriter = (object: ObjectAnnotation, width: number, height: number, keypointCount: number) => string | undefined;

const rowWriters: Readonly<Record<YoloTask, RowWriter>> = {
  detect: formatBox,
  segment: (object, width, height) => {
    const ring = joinRings(objectPolygons(object));
    return ring.length >= 6 ? formatPoints(ring, width, height) : undefined;
  },
  obb: (object, width, height) => {
    const box = objectBox(object);
    const corners = object.rotatedBox ? cornersOf(object.rotatedBox) : box && boxCorners(box);
    return corners && formatPoints(corners, width, height);
  },
  pose: (object, width, height, keypointCount) => {
    const box = formatBox(object, width, height);
    if (box === undefined) return undefined;
    let text = box;
    for (let index = 0; index < keypointCount; index++) {
      const { x, y, visibility } = object.keypoints?.[index] ?? { x: 0, y: 0, visibility: 0 };
      text += ` ${formatUnit(x / width)} ${formatUnit(y / height)} ${visibility}`;
    }
    return text;
  },
};

/** One object as a row of a label file, or undefined when the task has no row for it. */
export function formatRow(
  task: YoloTask,
  classIndex: number,
  object: ObjectAnnotation,
  size: { width: number; height: number },
  keypointCount: number,
): string | undefined {
  const values = rowWriters[task](object, size.width, size.height, keypointCount);
  return values === undefined ? undefined : classIndex + values;
}
