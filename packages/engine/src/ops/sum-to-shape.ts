import type { Tensor } from '../graph/tensor.js';
import { type Shape, sameShape } from '../graph/tensor-type.js';
import type { Build } from './op-rule.js';

/** Adjoint of broadcasting: sums `tensor` over the axes along which `shape` was repeated. */
export function sumToShape(build: Build, tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const added = tensor.shape.length - shape.length;
  const axes = tensor.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  const summed = build('sum', [tensor], { axes, keepDims: false });
  return sameShape(summed.shape, shape) ? summed : build('reshape', [summed], { shape });
}
