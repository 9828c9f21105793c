import type { Tensor } from '../../graph/tensor.js';
import { int, ints } from '../../onnx/onnx-graph.js';
import type { OnnxCall, OnnxEmitter, OnnxRule, Strategy } from '../op-rule.js';

type Call = OnnxCall<'conv2dWeightGradient'>;

/**
 * The plain path, any window and groups: for every tap of the kernel, the pixels it meets are sliced out of the padded
 * input and multiplied with the upstream gradient.
 */
export const bySlicedTaps: OnnxRule<'conv2dWeightGradient'> = (call) => {
  const { operands, attributes, output, values, emit } = call;
  const [x, upstream] = operands;
  const { groups, kernel, stride, dilation } = attributes;
  const [batch = 0, channels = 0] = x.shape;
  const [, filters = 0, rows = 0, columns = 0] = upstream.shape;
  const padded = padInput(call);
  const isDepthwise = groups === channels && groups === filters;
  const pixels = batch * rows * columns;
  const byGroup = (value: string, size: number): string => {
    const leading = emit.node('Transpose', [value], { perm: ints([1, 0, 2, 3]) });
    return emit.node('Reshape', [leading, emit.int64s([groups, size / groups, pixels])]);
  };
  const upstreamByGroup = isDepthwise ? values[1] : byGroup(values[1], filters);
  const taps = tapsOf(kernel).map(([a, b]) => {
    const [top, left] = [a * dilation[0], b * dilation[1]];
    const tap = emit.node('Slice', [
      padded,
      emit.int64s([top, left]),
      emit.int64s([top + (rows - 1) * stride[0] + 1, left + (columns - 1) * stride[1] + 1]),
      emit.int64s([2, 3]),
      emit.int64s(stride),
    ]);
    if (isDepthwise) {
      return emit.node('ReduceSum', [emit.node('Mul', [tap, values[1]]), emit.int64s([0, 2, 3])], { keepdims: int(0) });
    }
    const swapped = emit.node('Transpose', [byGroup(tap, channels)], { perm: ints([0, 2, 1]) });
    return emit.node('MatMul', [upstreamByGroup, swapped]);
  });
  return stackTaps(emit, taps, output);
};

/** A 1×1 kernel is one matrix product over all pixels. */
export const byMatrixProduct: Strategy<'conv2dWeightGradient'> = {
  isApplicable: ({ attributes: { kernel, stride, padding, groups } }) =>
    [...kernel, ...stride, groups].every((size) => size === 1) && padding.every((size) => size === 0),
  onnx: ({ operands: [x, upstream], output, values, emit }) => {
    const matrices = [
      [values[1], upstream],
      [values[0], x],
    ] as const;
    const [left, right] = matrices.map(([value, { shape }]) => channelsByPixels(emit, value, shape));
    const product = emit.node('Gemm', [left ?? '', right ?? ''], { transB: int(1) });
    return emit.node('Reshape', [product, emit.int64s(output.shape)]);
  },
};

/**
 * With input and upstream on one padded grid, flattened as [channels, pixels], every tap is a contiguous run of columns.
 * The grid's padding is zero upstream, so that pixels a tap wraps around to count for nothing.
 */
export const byContiguousTaps: Strategy<'conv2dWeightGradient'> = {
  isApplicable: ({ attributes: { stride, groups } }) => stride[0] === 1 && stride[1] === 1 && groups === 1,
  onnx: (call) => {
    const { operands, attributes, output, values, emit } = call;
    const [x, upstream] = operands;
    const { kernel, padding, dilation } = attributes;
    const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
    const [, filters = 0, rows = 0, columns = 0] = upstream.shape;
    const gridHeight = height + padding[0] + padding[2];
    const gridWidth = width + padding[1] + padding[3];
    const length = batch * gridHeight * gridWidth;
    const last = (kernel[0] - 1) * dilation[0] * gridWidth + (kernel[1] - 1) * dilation[1];
    const flatten = (value: string, size: number): string => emit.node('Reshape', [value, emit.int64s([size, length])]);
    const columnsFrom = (value: string, start: number): string =>
      emit.node('Slice', [value, emit.int64s([start]), emit.int64s([start + length - last]), emit.int64s([1])]);

    const grid = flatten(padPlanes(emit, swapBatch(emit, values[0]), padding), channels);
    const upstreamPadding = [0, 0, gridHeight - rows, gridWidth - columns];
    const upstreamGrid = flatten(padPlanes(emit, swapBatch(emit, values[1]), upstreamPadding), filters);
    const upstreamRun = last === 0 ? upstreamGrid : columnsFrom(upstreamGrid, 0);
    const taps = tapsOf(kernel).map(([a, b]) => {
      const run = columnsFrom(grid, a * dilation[0] * gridWidth + b * dilation[1]);
      return emit.node('Gemm', [upstreamRun, run], { transB: int(1) });
    });
    return stackTaps(emit, taps, output);
  },
};

function tapsOf([height, width]: readonly [number, number]): [number, number][] {
  return Array.from({ length: height * width }, (_, tap) => [Math.floor(tap / width), tap % width]);
}

function swapBatch(emit: OnnxEmitter, value: string): string {
  return emit.node('Transpose', [value], { perm: ints([1, 0, 2, 3]) });
}

function channelsByPixels(emit: OnnxEmitter, value: string, shape: readonly number[]): string {
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  return emit.node('Reshape', [swapBatch(emit, value), emit.int64s([channels, batch * height * width])]);
}

function padInput({ attributes, values, emit }: Call): string {
  return padPlanes(emit, values[0], attributes.padding);
}

function padPlanes(emit: OnnxEmitter, value: string, [top, left, bottom, right]: readonly number[]): string {
  if (!top && !left && !bottom && !right) return value;
  const pads = emit.int64s([0, 0, top ?? 0, left ?? 0, 0, 0, bottom ?? 0, right ?? 0]);
  return emit.node('Pad', [value, pads]);
}

function stackTaps(emit: OnnxEmitter, taps: readonly string[], { shape }: Tensor): string {
  const columns = taps.map((tap) => emit.node('Reshape', [tap, emit.int64s([shape[0] ?? 0, shape[1] ?? 0, 1])]));
  const stacked = columns.length === 1 ? (columns[0] ?? '') : emit.node('Concat', columns, { axis: int(2) });
  return emit.node('Reshape', [stacked, emit.int64s(shape)]);
}
