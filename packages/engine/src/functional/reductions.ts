import type { Tensor } from '../graph/tensor.js';
import { build } from '../ops/build.js';

/** Which axes a reduction runs over. */
export interface ReductionOptions {
  /** Negative axes count from the end. @default all axes */
  readonly axes?: readonly number[];
  /** Whether reduced axes stay, with size 1. @default false */
  readonly keepDims?: boolean;
}

const resolve = (x: Tensor, { axes, keepDims = false }: ReductionOptions) => ({
  axes: (axes ?? x.shape.map((_, axis) => axis))
    .map((axis) => (axis < 0 ? axis + x.shape.length : axis))
    .toSorted((a, b) => a - b),
  keepDims,
});

/** Sum over axes. */
export const sum = (x: Tensor, options: ReductionOptions = {}): Tensor => build('sum', [x], resolve(x, options));
/** Mean over axes. */
export const mean = (x: Tensor, options: ReductionOptions = {}): Tensor => build('mean', [x], resolve(x, options));
/** Maximum over axes; tied maxima share the gradient evenly. */
export const max = (x: Tensor, options: ReductionOptions = {}): Tensor => build('max', [x], resolve(x, options));
