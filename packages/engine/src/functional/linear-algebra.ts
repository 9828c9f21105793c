import type { Tensor } from '../graph/tensor.js';
import { build } from '../ops/build.js';

/** Which operands of a product are transposed in their last two axes. */
export interface MatmulOptions {
  /** @default false */
  readonly transposeA?: boolean;
  /** @default false */
  readonly transposeB?: boolean;
}

/** Matrix product over the last two axes; leading axes must be equal. */
export const matmul = (a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor =>
  build('matmul', [a, b], { transposeA: options.transposeA ?? false, transposeB: options.transposeB ?? false });

/** Softmax over the last axis. */
export const softmax = (x: Tensor): Tensor => build('softmax', [x]);
/** Logarithm of the softmax over the last axis. */
export const logSoftmax = (x: Tensor): Tensor => build('logSoftmax', [x]);
