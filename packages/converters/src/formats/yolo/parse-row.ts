import type { ObjectAnnotation } from '../../dataset/dataset.js';
import { type Keypoint, rotatedBoxOf } from '../../dataset/geometry.js';
import type { YoloTask } from './yolo-task.js';

/** What the rows of one label file are read with. */
export interface RowContext {
  readonly task: YoloTask;
  readonly width: number;
  readonly height: number;
  /** Name of a class by its number, or undefined for a number out of range. */
  readonly nameOf: (index: number) => string | undefined;
  readonly keypointShape: readonly [number, number] | undefined;
}

/** Why a row cannot be taken. */
export interface RowProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function boxOf(
  [cx = 0, cy = 0, w = 0, h = 0]: readonly number[],
  { width, height }: RowContext,
): Required<Pick<ObjectAnnotation, 'box'>> {
  return { box: { x: (cx - w / 2) * width, y: (cy - h / 2) * height, width: w * width, height: h * height } };
}

function scale(values: readonly number[], { width, height }: RowContext): number[] {
  return values.map((value, index) => value * (index % 2 === 0 ? width : height));
}

function keypointsOf(values: readonly number[], perPoint: number, { width, height }: RowContext): Keypoint[] {
  const keypoints: Keypoint[] = [];
  for (let index = 0; index < values.length; index += perPoint) {
    const visibility = perPoint === 3 ? values[index + 2] : 2;
    keypoints.push({
      x: (values[index] ?? 0) * width,
      y: (values[index + 1] ?? 0) * height,
      visibility: visibility === 0 || visibility === 1 ? visibility : 2,
    });
  }
  return keypoints;
}

type Geometry = Omit<ObjectAnnotation, 'category'>;

/** Rows of boxes and of polygons may stand in one file, so both are told apart by their length. */
function readBoxOrPolygon(values: readonly number[], context: RowContext): Geometry | string {
  if (values.length === 4) return boxOf(values, context);
  if (values.length === 5) return { ...boxOf(values, context), score: values[4] ?? 0 };
  if (values.length >= 6 && values.length % 2 === 0)
    return { polygons: [{ outer: scale(values, context), holes: [] }] };
  return 'a box has 4 numbers after its class (5 with a confidence), a polygon an even number from 6 on';
}

const rowReaders: Readonly<Record<YoloTask, (values: readonly number[], context: RowContext) => Geometry | string>> = {
  detect: readBoxOrPolygon,
  segment: readBoxOrPolygon,
  obb: (values, context) =>
    values.length === 8
      ? { rotatedBox: rotatedBoxOf(scale(values, context)) }
      : 'a rotated box has 8 numbers after its class',
  pose: (values, context) => {
    if (values.length === 4) return boxOf(values, context);
    const [count, perPoint] = context.keypointShape ?? [(values.length - 4) / 3, 3];
    if (values.length !== 4 + count * perPoint)
      return `a pose has 4 numbers and ${count} points of ${perPoint} after its class`;
    const points = values.slice(4);
    // All zeros is how a row says that nothing of the skeleton was labelled.
    if (points.every((value) => value === 0)) return boxOf(values, context);
    return { ...boxOf(values, context), keypoints: keypointsOf(points, perPoint, context) };
  },
};

/** One row of a label file as an object, or what is wrong with it. */
export function parseRow(row: string, context: RowContext): ObjectAnnotation | RowProblem {
  const [classText = '', ...texts] = row.split(/\s+/);
  const index = Number(classText);
  const category = Number.isInteger(index) ? context.nameOf(index) : undefined;
  if (category === undefined) {
    return {
      code: 'unknown-class',
      message: `${JSON.stringify(classText)} is no class of this dataset`,
      fix: 'Add the class to "names" in data.yaml, or correct the number (the first is 0).',
    };
  }
  const values = texts.map(Number);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) {
    return {
      code: 'not-a-number',
      message: `${JSON.stringify(texts[bad])} is no number`,
      fix: 'Write numbers only, separated by spaces.',
    };
  }
  const geometry = rowReaders[context.task](values, context);
  if (typeof geometry === 'string') {
    return {
      code: 'bad-row',
      message: `${values.length} numbers after the class; ${geometry}`,
      fix: 'Correct the row, or name the right format (--from).',
    };
  }
  return { category, ...geometry };
}
