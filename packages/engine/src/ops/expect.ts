import { ShapeError } from '../errors/shape-error.js';
import { type DType, formatShape, formatType, type Shape, sameShape, type TensorType } from '../graph/tensor-type.js';

/** Refuses an operand that has another dtype. */
export function expectDType(op: string, operand: string, type: TensorType, dtype: DType): void {
  if (type.dtype !== dtype) throw new ShapeError({ op, operand, expected: dtype, actual: formatType(type) });
}

/** Refuses an operand that has another rank, and returns the shape. */
export function expectRank(op: string, operand: string, type: TensorType, rank: number): Shape {
  if (type.shape.length !== rank) {
    throw new ShapeError({ op, operand, expected: `a tensor of rank ${rank}`, actual: formatType(type) });
  }
  return type.shape;
}

/** Refuses an operand that has another shape. */
export function expectShape(op: string, operand: string, type: TensorType, shape: Shape): void {
  if (!sameShape(type.shape, shape)) {
    throw new ShapeError({ op, operand, expected: formatShape(shape), actual: formatType(type) });
  }
}

/** Refuses an operand or attribute unless `condition` holds. */
export function expect(condition: boolean, op: string, operand: string, expected: string, actual: string): void {
  if (!condition) throw new ShapeError({ op, operand, expected, actual });
}

/** Refuses an axis that the shape does not have. */
export function expectAxis(op: string, type: TensorType, axis: number): number {
  const isValid = Number.isInteger(axis) && axis >= 0 && axis < type.shape.length;
  expect(isValid, op, 'axis', `an axis of ${formatShape(type.shape)}`, String(axis));
  return type.shape[axis] ?? 0;
}
