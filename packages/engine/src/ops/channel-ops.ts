import type { Tensor } from '../graph/tensor.js';
import { formatType, type Shape, sizeOf, type TensorType } from '../graph/tensor-type.js';
import { int, ints } from '../onnx/onnx-graph.js';
import { scalar } from './constants.js';
import { expect, expectDType, expectShape } from './expect.js';
import type { Build, OnnxEmitter, OpRules } from './op-rule.js';

/**
 * What batch normalisation is made of. Each is one or two passes over the activations; all else about it happens on
 * vectors of C elements.
 */
export const channelOps: OpRules<'channelMoments' | 'channelAffine' | 'channelDot'> = {
  channelMoments: {
    type: ({ op, operands: [x] }) => ({ dtype: 'float32', shape: [2, channelsOf(op, 'x', x)] }),
    // d mean / dx = 1 / n and d variance / dx = 2 (x - mean) / n: together one affine map of x.
    gradient: ({ operands: [x], output, upstream, build }) => {
      const perElement = 1 / countPerChannel(x.shape);
      const toMean = build('multiply', [row(build, upstream, 0), scalar(build, perElement)]);
      const scale = build('multiply', [row(build, upstream, 1), scalar(build, 2 * perElement)]);
      const shift = build('subtract', [toMean, build('multiply', [scale, row(build, output, 0)])]);
      return [build('channelAffine', [x, scale, shift])];
    },
    // Centred first: E[x²] - mean² loses all digits of a channel whose mean is large.
    onnx: ({ operands: [x], values, emit }) => {
      const axes = emit.int64s(axesButChannel(x.shape));
      const mean = emit.node('ReduceMean', [values[0], axes], { keepdims: int(1) });
      const centred = emit.node('Sub', [values[0], mean]);
      const variance = emit.node('ReduceMean', [emit.node('Mul', [centred, centred]), axes], { keepdims: int(1) });
      const flat = emit.int64s([1, x.shape[1] ?? 0]);
      const rows = [mean, variance].map((value) => emit.node('Reshape', [value, flat]));
      return emit.node('Concat', rows, { axis: int(0) });
    },
  },
  channelAffine: {
    type: ({ op, operands: [x, scale, shift] }) => {
      const channels = channelsOf(op, 'x', x);
      expectShape(op, 'scale', scale, [channels]);
      if (shift) expectShape(op, 'shift', shift, [channels]);
      return x;
    },
    gradient: ({ operands: [x, scale, shift], upstream, build }) => [
      build('channelAffine', [upstream, scale]),
      build('channelDot', [upstream, x]),
      ...(shift ? [build('sum', [upstream], { axes: axesButChannel(x.shape), keepDims: false })] : []),
    ],
    onnx: ({ operands: [x], values: [value, scale, shift], emit }) => {
      const scaled = emit.node('Mul', [value, alongChannels(emit, scale, x.shape)]);
      return shift === undefined ? scaled : emit.node('Add', [scaled, alongChannels(emit, shift, x.shape)]);
    },
    strategies: {
      // One pass instead of two, and ONNX Runtime fuses a ReLU that follows into it.
      depthwiseConvolution: {
        isApplicable: ({ shape }) => shape.length === 4,
        onnx: ({ operands: [x], values: [value, scale, shift], emit }) => {
          const channels = x.shape[1] ?? 0;
          const kernel = emit.node('Reshape', [scale, emit.int64s([channels, 1, 1, 1])]);
          const inputs = shift === undefined ? [value, kernel] : [value, kernel, shift];
          return emit.node('Conv', inputs, { kernel_shape: ints([1, 1]), group: int(channels) });
        },
      },
    },
  },
  channelDot: {
    type: ({ op, operands: [a, b] }) => {
      const channels = channelsOf(op, 'a', a);
      expectShape(op, 'b', b, a.shape);
      return { dtype: 'float32', shape: [channels] };
    },
    gradient: ({ operands: [a, b], upstream, build }) => [
      build('channelAffine', [b, upstream]),
      build('channelAffine', [a, upstream]),
    ],
    onnx: ({ operands: [a], values, emit }) =>
      emit.node('ReduceSum', [emit.node('Mul', values), emit.int64s(axesButChannel(a.shape))], { keepdims: int(0) }),
  },
};

/** Every axis but 1. */
export function axesButChannel(shape: Shape): number[] {
  return shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}

/** Elements of one channel over the whole batch. */
export function countPerChannel(shape: Shape): number {
  return sizeOf(shape) / (shape[1] ?? 1);
}

function channelsOf(op: string, operand: string, x: TensorType): number {
  expectDType(op, operand, x, 'float32');
  expect(x.shape.length >= 2, op, operand, 'a tensor [N, C, ...]', formatType(x));
  return x.shape[1] ?? 0;
}

function row(build: Build, moments: Tensor, index: number): Tensor {
  const slice = build('slice', [moments], { axis: 0, start: index, end: index + 1 });
  return build('reshape', [slice], { shape: [moments.shape[1] ?? 0] });
}

function alongChannels(emit: OnnxEmitter, vector: string, shape: Shape): string {
  return emit.node('Reshape', [vector, emit.int64s([shape[1] ?? 0, ...shape.slice(2).map(() => 1)])]);
}
