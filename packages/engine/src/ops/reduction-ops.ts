import type { Tensor } from '../graph/tensor.js';
import { formatShape, type Shape, sameShape, sizeOf, type TensorType } from '../graph/tensor-type.js';
import { int } from '../onnx/onnx-graph.js';
import { scalar } from './constants.js';
import { expect, expectAxis, expectDType } from './expect.js';
import type { Build, OnnxCall, OpRules, TypeCall } from './op-rule.js';

type ReductionOp = 'sum' | 'mean' | 'max';

/** Reductions of a float32 tensor over a list of axes. */
export const reductionOps: OpRules<ReductionOp> = {
  sum: {
    type: reducedType,
    gradient: ({ operands: [x], attributes: { axes }, upstream, build }) => [restore(build, upstream, x.shape, axes)],
    onnx: (call) => sumOverLeadingAxes(call) ?? reduce('ReduceSum', call),
  },
  mean: {
    type: reducedType,
    gradient: ({ operands: [x], output, attributes: { axes }, upstream, build }) => {
      const share = build('multiply', [upstream, scalar(build, sizeOf(output.shape) / sizeOf(x.shape))]);
      return [restore(build, share, x.shape, axes)];
    },
    onnx: (call) => reduce('ReduceMean', call),
  },
  max: {
    type: reducedType,
    // As PyTorch's amax, tied maxima share the gradient evenly.
    gradient: ({ operands: [x], output, attributes: { axes }, upstream, build }) => {
      const isMax = build('equal', [x, keepAxes(build, output, x.shape, axes)]);
      const count = build('sum', [isMax], { axes, keepDims: true });
      const share = build('divide', [keepAxes(build, upstream, x.shape, axes), count]);
      return [build('multiply', [isMax, share])];
    },
    onnx: (call) => reduce('ReduceMax', call),
  },
};

function reducedType({ op, operands: [x], attributes: { axes, keepDims } }: TypeCall<ReductionOp>): TensorType {
  expectDType(op, 'x', x, 'float32');
  for (const axis of axes) expectAxis(op, x, axis);
  const isAscending = axes.every((axis, index) => index === 0 || axis > (axes[index - 1] ?? -1));
  expect(isAscending, op, 'axes', 'ascending and distinct', formatShape(axes));
  const shape = keepDims
    ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : x.shape.filter((_, axis) => !axes.includes(axis));
  return { dtype: 'float32', shape };
}

function keepAxes(build: Build, reduced: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return sameShape(reduced.shape, kept) ? reduced : build('reshape', [reduced], { shape: kept });
}

function restore(build: Build, reduced: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  const kept = keepAxes(build, reduced, shape, axes);
  return sameShape(kept.shape, shape) ? kept : build('broadcastTo', [kept], { shape });
}

function reduce<K extends ReductionOp>(opType: string, { attributes, values, emit }: OnnxCall<K>): string {
  // An empty axes list means "all" to ONNX and "none" here.
  const [x] = values as readonly [string];
  if (attributes.axes.length === 0) return x;
  return emit.node(opType, [x, emit.int64s(attributes.axes)], { keepdims: int(attributes.keepDims ? 1 : 0) });
}

/** ReduceSum over leading axes alone slows down with every thread; a product with ones does not. */
function sumOverLeadingAxes({ operands: [x], output, attributes: { axes }, values, emit }: OnnxCall<'sum'>) {
  const isLeading = axes.length > 0 && axes.length < x.shape.length && axes.every((axis, index) => axis === index);
  if (!isLeading) return undefined;
  const rows = sizeOf(x.shape.slice(0, axes.length));
  const columns = sizeOf(x.shape.slice(axes.length));
  if (rows === 1 || columns === 1) return undefined;
  const ones = emit.floats([1, rows], new Float32Array(rows).fill(1));
  const matrix = emit.node('Reshape', [values[0], emit.int64s([rows, columns])]);
  return emit.node('Reshape', [emit.node('MatMul', [ones, matrix]), emit.int64s(output.shape)]);
}
