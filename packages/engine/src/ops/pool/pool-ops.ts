import type { PoolWindow, Size2d } from '../../graph/primitives.js';
import { formatShape, formatType, sameShape, type TensorType } from '../../graph/tensor-type.js';
import { int } from '../../onnx/onnx-graph.js';
import { poolAttributes, spatialSize, windowOutput } from '../conv/conv-window.js';
import { expect, expectRank, expectShape } from '../expect.js';
import type { OpRules, TypeCall } from '../op-rule.js';
import { averageByTransposedConvolution } from './average-pool-gradient.js';
import { bySlicedWindows } from './max-pool-gradient.js';

type PoolOp = 'maxPool2d' | 'maxPool2dGradient' | 'averagePool2d' | 'averagePool2dGradient';

/** Pools over `[N, C, H, W]`. */
export const poolOps: OpRules<PoolOp> = {
  maxPool2d: {
    type: pooledType,
    gradient: ({ operands: [x], output, attributes, upstream, build }) => [
      build('maxPool2dGradient', [x, output, upstream], attributes),
    ],
    onnx: ({ values, attributes, emit }) => emit.node('MaxPool', values, poolAttributes(attributes)),
  },
  maxPool2dGradient: {
    type: ({ op, operands: [x, y, upstream], attributes }) => {
      expectPooled(op, 'y', y, x, attributes);
      expectShape(op, 'upstream', upstream, y.shape);
      return x;
    },
    gradient: 'notDifferentiable',
    onnx: bySlicedWindows,
  },
  averagePool2d: {
    type: pooledType,
    gradient: ({ operands: [x], attributes, upstream, build }) => [
      build('averagePool2dGradient', [upstream], { ...attributes, inputSize: spatialSize(x.shape) }),
    ],
    onnx: ({ values, attributes, emit }) =>
      emit.node('AveragePool', values, {
        ...poolAttributes(attributes),
        count_include_pad: int(attributes.countPadding ? 1 : 0),
      }),
  },
  averagePool2dGradient: {
    type: ({ op, operands: [upstream], attributes }) => {
      const [batch = 0, channels = 0] = expectRank(op, 'upstream', upstream, 4);
      const x: TensorType = { dtype: 'float32', shape: [batch, channels, ...attributes.inputSize] };
      expectPooled(op, 'upstream', upstream, x, attributes);
      return x;
    },
    gradient: ({ attributes: { inputSize: _, ...window }, upstream, build }) => [
      build('averagePool2d', [upstream], window),
    ],
    onnx: averageByTransposedConvolution,
  },
};

function pooledType({ op, operands: [x], attributes }: TypeCall<'maxPool2d' | 'averagePool2d'>): TensorType {
  return { dtype: 'float32', shape: pooledShape(op, x, attributes) };
}

function pooledShape(op: string, x: TensorType, window: PoolWindow): number[] {
  const [batch = 0, channels = 0] = expectRank(op, 'x', x, 4);
  const [top, left, bottom, right] = window.padding;
  const isHalfAtMost = Math.max(top, bottom) * 2 <= window.kernel[0] && Math.max(left, right) * 2 <= window.kernel[1];
  expect(isHalfAtMost, op, 'padding', `at most half the kernel ${window.kernel}`, String(window.padding));
  const size: Size2d = windowOutput(op, spatialSize(x.shape), window.kernel, window);
  return [batch, channels, ...size];
}

function expectPooled(op: string, operand: string, pooled: TensorType, x: TensorType, window: PoolWindow): void {
  const expected = pooledShape(op, x, window);
  expect(sameShape(pooled.shape, expected), op, operand, formatShape(expected), formatType(pooled));
}
