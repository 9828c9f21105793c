import { formatShape, sameShape } from '../graph/tensor-type.js';
import { int, ints } from '../onnx/onnx-graph.js';
import { expect, expectDType } from './expect.js';
import type { OnnxEmitter, OpRules } from './op-rule.js';

/** Matrix products and the normalisations over the last axis that go with them. */
export const matrixOps: OpRules<'matmul' | 'softmax' | 'logSoftmax'> = {
  matmul: {
    type: ({ op, operands: [a, b], attributes: { transposeA, transposeB } }) => {
      expectDType(op, 'a', a, 'float32');
      expectDType(op, 'b', b, 'float32');
      const rank = a.shape.length;
      expect(rank >= 2 && b.shape.length === rank, op, 'b', `of rank ${rank} (at least 2)`, formatShape(b.shape));
      const leading = a.shape.slice(0, -2);
      expect(
        sameShape(leading, b.shape.slice(0, -2)),
        op,
        'b',
        `of batch ${formatShape(leading)}`,
        formatShape(b.shape),
      );
      const [rows, inner] = lastTwo(a.shape, transposeA);
      const [innerB, columns] = lastTwo(b.shape, transposeB);
      expect(inner === innerB, op, 'b', `a matrix with inner size ${inner}`, formatShape(b.shape));
      return { dtype: 'float32', shape: [...leading, rows, columns] };
    },
    gradient: ({ operands: [a, b], attributes: { transposeA, transposeB }, upstream, build }) => [
      transposeA
        ? build('matmul', [b, upstream], { transposeA: transposeB, transposeB: true })
        : build('matmul', [upstream, b], { transposeA: false, transposeB: !transposeB }),
      transposeB
        ? build('matmul', [upstream, a], { transposeA: true, transposeB: transposeA })
        : build('matmul', [a, upstream], { transposeA: !transposeA, transposeB: false }),
    ],
    onnx: ({ operands: [a], attributes: { transposeA, transposeB }, values, emit }) => {
      if (a.shape.length === 2) {
        return emit.node('Gemm', values, { transA: int(transposeA ? 1 : 0), transB: int(transposeB ? 1 : 0) });
      }
      const left = transposeA ? swapLastTwo(emit, values[0], a.shape.length) : values[0];
      const right = transposeB ? swapLastTwo(emit, values[1], a.shape.length) : values[1];
      return emit.node('MatMul', [left, right]);
    },
  },
  softmax: {
    type: ({ op, operands: [x] }) => {
      expectDType(op, 'x', x, 'float32');
      return x;
    },
    gradient: ({ output, upstream, build }) => {
      const weighted = build('multiply', [upstream, output]);
      const total = build('sum', [weighted], { axes: [output.shape.length - 1], keepDims: true });
      return [build('subtract', [weighted, build('multiply', [output, total])])];
    },
    onnx: ({ values, emit }) => emit.node('Softmax', values, { axis: int(-1) }),
  },
  logSoftmax: {
    type: ({ op, operands: [x] }) => {
      expectDType(op, 'x', x, 'float32');
      return x;
    },
    gradient: ({ output, upstream, build }) => {
      const total = build('sum', [upstream], { axes: [output.shape.length - 1], keepDims: true });
      return [build('subtract', [upstream, build('multiply', [build('exp', [output]), total])])];
    },
    onnx: ({ values, emit }) => emit.node('LogSoftmax', values, { axis: int(-1) }),
  },
};

function lastTwo(shape: readonly number[], transposed: boolean): readonly [number, number] {
  const [rows, columns] = [shape.at(-2) ?? 0, shape.at(-1) ?? 0];
  return transposed ? [columns, rows] : [rows, columns];
}

function swapLastTwo(emit: OnnxEmitter, value: string, rank: number): string {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return emit.node('Transpose', [value], { perm: ints([...order.slice(0, -2), rank - 1, rank - 2]) });
}
