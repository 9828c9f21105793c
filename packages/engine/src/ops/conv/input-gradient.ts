import type { ConvWindow } from '../../graph/primitives.js';
import type { Tensor } from '../../graph/tensor.js';
import { int, ints } from '../../onnx/onnx-graph.js';
import type { OnnxEmitter, OnnxRule, Strategy } from '../op-rule.js';
import { convAttributes, spatialSize } from './conv-window.js';

/** The plain path: ONNX's transposed convolution, any window. */
export const byTransposedConvolution: OnnxRule<'conv2dInputGradient'> = ({ operands, attributes, values, emit }) => {
  const [upstream, weight] = operands;
  const kernel = spatialSize(weight.shape);
  const rows = spatialSize(upstream.shape);
  const [top, left, bottom, right] = attributes.padding;
  // Rows and columns that no window reached: the transposed convolution must add them back.
  const rest = ([0, 1] as const).map((axis) => {
    const reach = (rows[axis] - 1) * attributes.stride[axis] + (kernel[axis] - 1) * attributes.dilation[axis] + 1;
    return attributes.inputSize[axis] + (axis === 0 ? top + bottom : left + right) - reach;
  });
  return emit.node('ConvTranspose', values, { ...convAttributes(kernel, attributes), output_padding: ints(rest) });
};

/** A convolution with the kernel turned by 180°: ahead where the image is large against the channels. */
export const byFlippedConvolution: Strategy<'conv2dInputGradient'> = {
  isApplicable: ({ operands: [, weight], attributes }) => {
    const isDepthwise = weight.shape[1] === 1 && weight.shape[0] === attributes.groups;
    const hasUnitStride = attributes.stride[0] === 1 && attributes.stride[1] === 1;
    const padding = flippedPadding(weight, attributes);
    return hasUnitStride && (attributes.groups === 1 || isDepthwise) && padding.every((size) => size >= 0);
  },
  onnx: ({ operands: [, weight], attributes, values, emit }) => {
    const kernel = spatialSize(weight.shape);
    const flipped = attributes.groups === 1 ? flipAndSwap(emit, values[1], weight) : flip(emit, values[1], weight);
    return emit.node('Conv', [values[0], flipped], {
      ...convAttributes(kernel, { ...attributes, padding: flippedPadding(weight, attributes) }),
      group: int(attributes.groups),
    });
  },
};

function flippedPadding(weight: Tensor, { padding, dilation }: ConvWindow): [number, number, number, number] {
  const [height, width] = spatialSize(weight.shape);
  const [reachY, reachX] = [(height - 1) * dilation[0], (width - 1) * dilation[1]];
  return [reachY - padding[0], reachX - padding[1], reachY - padding[2], reachX - padding[3]];
}

function flip(emit: OnnxEmitter, value: string, weight: Tensor): string {
  const [filters = 0, channels = 0, height = 0, width = 0] = weight.shape;
  if (height * width === 1) return value;
  const flat = emit.node('Reshape', [value, emit.int64s([filters, channels, height * width])]);
  return emit.node('Reshape', [reverseTaps(emit, flat, height * width), emit.int64s(weight.shape)]);
}

function flipAndSwap(emit: OnnxEmitter, value: string, weight: Tensor): string {
  const [filters = 0, channels = 0, height = 0, width = 0] = weight.shape;
  const flat = emit.node('Reshape', [value, emit.int64s([filters, channels, height * width])]);
  const swapped = emit.node('Transpose', [flat], { perm: ints([1, 0, 2]) });
  const reversed = height * width === 1 ? swapped : reverseTaps(emit, swapped, height * width);
  return emit.node('Reshape', [reversed, emit.int64s([channels, filters, height, width])]);
}

function reverseTaps(emit: OnnxEmitter, value: string, taps: number): string {
  const reversed = Array.from({ length: taps }, (_, tap) => taps - 1 - tap);
  return emit.node('Gather', [value, emit.int64s(reversed)], { axis: int(2) });
}
