import type { Tensor } from '../graph/tensor.js';
import type { Build } from './op-rule.js';

/** A float32 scalar constant; broadcasts against any shape. */
export function scalar(build: Build, value: number): Tensor {
  return build('constant', [], { dtype: 'float32', shape: [], data: Float32Array.of(value) });
}
