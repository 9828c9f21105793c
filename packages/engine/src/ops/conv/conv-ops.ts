import type { ConvWindow, Size2d } from '../../graph/primitives.js';
import { formatShape, formatType, type Shape, sameShape, type TensorType } from '../../graph/tensor-type.js';
import { expect, expectDType, expectRank, expectShape } from '../expect.js';
import type { OpRules } from '../op-rule.js';
import { convAttributes, spatialSize, windowOutput } from './conv-window.js';
import { byFlippedConvolution, byTransposedConvolution } from './input-gradient.js';
import { byContiguousTaps, byMatrixProduct, bySlicedTaps } from './weight-gradient.js';

/** Convolution and its two gradients; the three are closed under differentiation. */
export const convOps: OpRules<'conv2d' | 'conv2dInputGradient' | 'conv2dWeightGradient'> = {
  conv2d: {
    type: ({ op, operands: [x, weight, bias], attributes }) => {
      const [batch = 0, channels = 0] = expectRank(op, 'x', x, 4);
      expectWeight(op, weight, attributes, channels);
      if (bias) expectShape(op, 'bias', bias, [weight.shape[0] ?? 0]);
      const size = windowOutput(op, spatialSize(x.shape), spatialSize(weight.shape), attributes);
      return { dtype: 'float32', shape: [batch, weight.shape[0] ?? 0, ...size] };
    },
    gradient: ({ operands: [x, weight, bias], attributes, upstream, build }) => [
      build('conv2dInputGradient', [upstream, weight], { ...attributes, inputSize: spatialSize(x.shape) }),
      build('conv2dWeightGradient', [x, upstream], { ...attributes, kernel: spatialSize(weight.shape) }),
      ...(bias ? [build('sum', [upstream], { axes: [0, 2, 3], keepDims: false })] : []),
    ],
    onnx: ({ operands: [, weight], values, attributes, emit }) =>
      emit.node(
        'Conv',
        values.filter((value) => value !== undefined),
        convAttributes(spatialSize(weight.shape), attributes),
      ),
  },
  conv2dInputGradient: {
    type: ({ op, operands: [upstream, weight], attributes }) => {
      const [batch = 0] = expectRank(op, 'upstream', upstream, 4);
      const channels = (weight.shape[1] ?? 0) * attributes.groups;
      expectWeight(op, weight, attributes, channels);
      const shape = [batch, channels, ...attributes.inputSize];
      expectUpstream(op, upstream, shape, spatialSize(weight.shape), weight.shape[0] ?? 0, attributes);
      return { dtype: 'float32', shape };
    },
    gradient: ({ operands: [upstreamOfConv, weight], attributes: { inputSize: _, ...window }, upstream, build }) => [
      build('conv2d', [upstream, weight], window),
      build('conv2dWeightGradient', [upstream, upstreamOfConv], { ...window, kernel: spatialSize(weight.shape) }),
    ],
    onnx: byTransposedConvolution,
    strategies: { flippedConvolution: byFlippedConvolution },
  },
  conv2dWeightGradient: {
    type: ({ op, operands: [x, upstream], attributes }) => {
      const [, channels = 0] = expectRank(op, 'x', x, 4);
      const [, filters = 0] = expectRank(op, 'upstream', upstream, 4);
      const { groups, kernel } = attributes;
      const divides = channels % groups === 0 && filters % groups === 0;
      expect(divides, op, 'groups', `a divisor of ${channels} and ${filters}`, String(groups));
      expectUpstream(op, upstream, x.shape, kernel, filters, attributes);
      return { dtype: 'float32', shape: [filters, channels / groups, ...kernel] };
    },
    gradient: ({ operands: [x, upstreamOfConv], attributes: { kernel: _, ...window }, upstream, build }) => [
      build('conv2dInputGradient', [upstreamOfConv, upstream], { ...window, inputSize: spatialSize(x.shape) }),
      build('conv2d', [x, upstream], window),
    ],
    onnx: bySlicedTaps,
    strategies: { matrixProduct: byMatrixProduct, contiguousTaps: byContiguousTaps },
  },
};

function expectWeight(op: string, weight: TensorType, { groups }: ConvWindow, channels: number): void {
  const [filters = 0, perGroup = 0] = expectRank(op, 'weight', weight, 4);
  expectDType(op, 'weight', weight, 'float32');
  const fits = perGroup * groups === channels && filters % groups === 0;
  const expected = `[a multiple of ${groups}, ${channels / groups}, height, width] for ${channels} channels`;
  expect(fits, op, 'weight', expected, formatType(weight));
}

function expectUpstream(
  op: string,
  upstream: TensorType,
  input: Shape,
  kernel: Size2d,
  filters: number,
  window: ConvWindow,
): void {
  const expected = [input[0] ?? 0, filters, ...windowOutput(op, spatialSize(input), kernel, window)];
  expect(sameShape(upstream.shape, expected), op, 'upstream', formatShape(expected), formatType(upstream));
}
