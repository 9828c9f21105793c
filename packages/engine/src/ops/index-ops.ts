import { sizeOf } from '../graph/tensor-type.js';
import { int } from '../onnx/onnx-graph.js';
import { expect, expectDType } from './expect.js';
import type { OpRules } from './op-rule.js';

/** Ops that are driven by int32 indices. Indices out of range are the caller's error and are not checked in the graph. */
export const indexOps: OpRules<'gather' | 'scatterAdd' | 'oneHot'> = {
  gather: {
    type: ({ op, operands: [table, indices] }) => {
      expectDType(op, 'table', table, 'float32');
      expectDType(op, 'indices', indices, 'int32');
      expect(table.shape.length > 0, op, 'table', 'a tensor with rows', 'a scalar');
      return { dtype: 'float32', shape: [...indices.shape, ...table.shape.slice(1)] };
    },
    gradient: ({ operands: [table, indices], upstream, build }) => [
      build('scatterAdd', [upstream, indices], { rows: table.shape[0] ?? 0 }),
      null,
    ],
    onnx: ({ values, emit }) => emit.node('Gather', values, { axis: int(0) }),
  },
  scatterAdd: {
    type: ({ op, operands: [updates, indices], attributes: { rows } }) => {
      expectDType(op, 'updates', updates, 'float32');
      expectDType(op, 'indices', indices, 'int32');
      const leading = updates.shape.slice(0, indices.shape.length);
      expect(sizeOf(leading) === sizeOf(indices.shape), op, 'updates', `rows ${indices.shape}`, `${updates.shape}`);
      return { dtype: 'float32', shape: [rows, ...updates.shape.slice(indices.shape.length)] };
    },
    gradient: ({ operands: [, indices], upstream, build }) => [build('gather', [upstream, indices]), null],
    // A product with the one-hot matrix: threaded, and the same on every provider.
    onnx: ({ operands: [updates, indices], output, attributes: { rows }, values, emit }) => {
      const count = sizeOf(indices.shape);
      const flatIndices = emit.node('Reshape', [values[1], emit.int64s([1, count])]);
      const classes = emit.int32s(
        [rows, 1],
        Int32Array.from({ length: rows }, (_, row) => row),
      );
      const oneHot = emit.node('Cast', [emit.node('Equal', [classes, flatIndices])], { to: int(1) });
      const flatUpdates = emit.node('Reshape', [values[0], emit.int64s([count, sizeOf(updates.shape) / count])]);
      return emit.node('Reshape', [emit.node('MatMul', [oneHot, flatUpdates]), emit.int64s(output.shape)]);
    },
  },
  oneHot: {
    type: ({ op, operands: [x], attributes: { classes } }) => {
      expectDType(op, 'x', x, 'int32');
      expect(Number.isInteger(classes) && classes > 0, op, 'classes', 'a positive integer', String(classes));
      return { dtype: 'float32', shape: [...x.shape, classes] };
    },
    gradient: 'notDifferentiable',
    // OneHot is missing from the WebGPU provider; a comparison with 0..classes-1 runs everywhere.
    onnx: ({ operands: [x], attributes: { classes }, values, emit }) => {
      const column = emit.node('Reshape', [values[0], emit.int64s([...x.shape, 1])]);
      const range = emit.int32s(
        [classes],
        Int32Array.from({ length: classes }, (_, index) => index),
      );
      return emit.node('Cast', [emit.node('Equal', [column, range])], { to: int(1) });
    },
  },
};
