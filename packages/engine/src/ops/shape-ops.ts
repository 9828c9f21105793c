import { ShapeError } from '../errors/shape-error.js';
import { broadcastShapes, formatShape, sameShape, sizeOf, type TensorType } from '../graph/tensor-type.js';
import { int, ints } from '../onnx/onnx-graph.js';
import { expect, expectAxis } from './expect.js';
import type { OpRules } from './op-rule.js';
import { sumToShape } from './sum-to-shape.js';

type ShapeOp = 'reshape' | 'transpose' | 'broadcastTo' | 'slice' | 'pad' | 'concat';

/** Ops that move elements and change none. */
export const shapeOps: OpRules<ShapeOp> = {
  reshape: {
    type: ({ op, operands: [x], attributes: { shape } }) => {
      expect(sizeOf(shape) === sizeOf(x.shape), op, 'shape', `${sizeOf(x.shape)} elements`, formatShape(shape));
      return { dtype: x.dtype, shape };
    },
    gradient: ({ operands: [x], upstream, build }) => [build('reshape', [upstream], { shape: x.shape })],
    onnx: ({ values: [x], attributes: { shape }, emit }) => emit.node('Reshape', [x, emit.int64s(shape)]),
  },
  transpose: {
    type: ({ op, operands: [x], attributes: { permutation } }) => {
      const isPermutation = permutation.toSorted((a, b) => a - b).every((axis, index) => axis === index);
      const fits = isPermutation && permutation.length === x.shape.length;
      expect(fits, op, 'permutation', `an order of ${x.shape.length} axes`, formatShape(permutation));
      return { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis] ?? 0) };
    },
    gradient: ({ attributes: { permutation }, upstream, build }) => {
      const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
      return [build('transpose', [upstream], { permutation: inverse })];
    },
    onnx: ({ values: [x], attributes: { permutation }, emit }) =>
      emit.node('Transpose', [x], { perm: ints(permutation) }),
  },
  broadcastTo: {
    type: ({ op, operands: [x], attributes: { shape } }) => {
      const fits = sameShape(broadcastShapes(x.shape, shape) ?? [], shape);
      expect(fits, op, 'x', `broadcastable to ${formatShape(shape)}`, formatShape(x.shape));
      return { dtype: x.dtype, shape };
    },
    gradient: ({ operands: [x], upstream, build }) => [sumToShape(build, upstream, x.shape)],
    onnx: ({ values: [x], attributes: { shape }, emit }) => emit.node('Expand', [x, emit.int64s(shape)]),
  },
  slice: {
    type: ({ op, operands: [x], attributes: { axis, start, end } }) => {
      const size = expectAxis(op, x, axis);
      const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= size;
      expect(fits, op, 'range', `inside [0, ${size}) of axis ${axis}`, `[${start}, ${end})`);
      return { dtype: x.dtype, shape: x.shape.with(axis, end - start) };
    },
    gradient: ({ operands: [x], attributes: { axis, start, end }, upstream, build }) => [
      build('pad', [upstream], { axis, before: start, after: (x.shape[axis] ?? end) - end }),
    ],
    onnx: ({ values: [x], attributes: { axis, start, end }, emit }) =>
      emit.node('Slice', [x, emit.int64s([start]), emit.int64s([end]), emit.int64s([axis])]),
  },
  pad: {
    type: ({ op, operands: [x], attributes: { axis, before, after } }) => {
      const size = expectAxis(op, x, axis);
      expect(before >= 0 && after >= 0, op, 'padding', 'not negative', `${before}, ${after}`);
      return { dtype: x.dtype, shape: x.shape.with(axis, size + before + after) };
    },
    gradient: ({ operands: [x], attributes: { axis, before }, upstream, build }) => [
      build('slice', [upstream], { axis, start: before, end: before + (x.shape[axis] ?? 0) }),
    ],
    // Concat with zeros is threaded where Pad is not.
    onnx: ({ operands: [x], values, attributes: { axis, before, after }, emit }) => {
      const zeros = (size: number): string[] => {
        const shape = x.shape.with(axis, size);
        return size === 0 ? [] : [emit.floats(shape, new Float32Array(sizeOf(shape)))];
      };
      return emit.node('Concat', [...zeros(before), values[0], ...zeros(after)], { axis: int(axis) });
    },
  },
  concat: {
    type: ({ op, operands, attributes: { axis } }) => concatType(op, operands, axis),
    gradient: ({ operands, attributes: { axis }, upstream, build }) => {
      let start = 0;
      return operands.map((operand) => {
        const end = start + (operand.shape[axis] ?? 0);
        const part = build('slice', [upstream], { axis, start, end });
        start = end;
        return part;
      });
    },
    onnx: ({ values, attributes: { axis }, emit }) => emit.node('Concat', values, { axis: int(axis) }),
  },
};

function concatType(op: string, operands: readonly TensorType[], axis: number): TensorType {
  const [first, ...rest] = operands;
  if (first === undefined) {
    throw new ShapeError({ op, operand: 'operands', expected: 'at least one tensor', actual: 'none' });
  }
  let size = expectAxis(op, first, axis);
  for (const [index, operand] of rest.entries()) {
    const part = operand.shape[axis] ?? 0;
    const fits = sameShape(operand.shape, first.shape.with(axis, part)) && operand.dtype === first.dtype;
    const expected = `${formatShape(first.shape)} but for axis ${axis}`;
    expect(fits, op, `operand ${index + 1}`, expected, formatShape(operand.shape));
    size += part;
  }
  return { dtype: first.dtype, shape: first.shape.with(axis, size) };
}
