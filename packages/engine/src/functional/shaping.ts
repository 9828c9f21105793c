import type { Tensor } from '../graph/tensor.js';
import { type Shape, sizeOf } from '../graph/tensor-type.js';
import { build } from '../ops/build.js';

const fromEnd = (x: Tensor, axis: number): number => (axis < 0 ? axis + x.shape.length : axis);

/** The same elements in another shape; one size may be -1, "whatever remains". */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((size) => size !== -1));
  return build('reshape', [x], { shape: shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size)) });
}

/** Reorders axes: axis i of the result is axis `permutation[i]` of x. */
export const transpose = (x: Tensor, permutation: readonly number[]): Tensor =>
  build('transpose', [x], { permutation });

/** Repeats x by NumPy's broadcasting rule. */
export const broadcastTo = (x: Tensor, shape: Shape): Tensor => build('broadcastTo', [x], { shape });

/** Elements `[start, end)` along an axis. */
export const slice = (x: Tensor, axis: number, start: number, end: number): Tensor =>
  build('slice', [x], { axis: fromEnd(x, axis), start, end });

/** Zeros before and after, along an axis. */
export const pad = (x: Tensor, axis: number, before: number, after: number): Tensor =>
  build('pad', [x], { axis: fromEnd(x, axis), before, after });

/** Joins tensors along an axis. */
export const concat = (tensors: readonly Tensor[], axis: number): Tensor =>
  build('concat', tensors, { axis: tensors[0] ? fromEnd(tensors[0], axis) : axis });

/** Rows of `table` (float32, first axis) at int32 `indices`. */
export const gather = (table: Tensor, indices: Tensor): Tensor => build('gather', [table, indices]);

/** int32 [...] to float32 [..., classes]; an index out of range gives zeros. */
export const oneHot = (indices: Tensor, classes: number): Tensor => build('oneHot', [indices], { classes });
