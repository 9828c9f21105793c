import { float, int, ints } from '../../onnx/onnx-graph.js';
import { poolAttributes, spatialSize } from '../conv/conv-window.js';
import type { OnnxEmitter, OnnxRule } from '../op-rule.js';

/** Below every activation, so that padding never is a maximum. */
const LOWEST = -3.4e38;

/**
 * Each place in the window is sliced out and compared with the maximum; what it takes of the
 * gradient goes back by a depthwise transposed convolution with one-hot kernels.
 */
export const bySlicedWindows: OnnxRule<'maxPool2dGradient'> = ({ operands: [x, y], attributes, values, emit }) => {
  const { kernel, stride, padding } = attributes;
  const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
  const [rows, columns] = spatialSize(y.shape);
  const [top, left, bottom, right] = padding;
  const pads = emit.int64s([0, 0, top, left, 0, 0, bottom, right]);
  const padded = padding.some((size) => size > 0) ? emit.node('Pad', [values[0], pads, emit.float(LOWEST)]) : values[0];
  const places = Array.from({ length: kernel[0] * kernel[1] }, (_, place) => {
    const [a, b] = [Math.floor(place / kernel[1]), place % kernel[1]];
    const end = [a + (rows - 1) * stride[0] + 1, b + (columns - 1) * stride[1] + 1];
    return emit.node('Slice', [
      padded,
      emit.int64s([a, b]),
      emit.int64s(end),
      emit.int64s([2, 3]),
      emit.int64s(stride),
    ]);
  });
  const shape = emit.int64s([batch, channels, 1, rows, columns]);
  const shares = firstMaxima(emit, places, values[1], values[2]).map((share) => emit.node('Reshape', [share, shape]));
  const stacked = emit.node('Concat', shares, { axis: int(2) });
  const merged = emit.node('Reshape', [stacked, emit.int64s([batch, channels * places.length, rows, columns])]);
  const rest = [
    height + top + bottom - (rows - 1) * stride[0] - kernel[0],
    width + left + right - (columns - 1) * stride[1] - kernel[1],
  ];
  return emit.node('ConvTranspose', [merged, oneHotKernels(emit, channels, kernel)], {
    ...poolAttributes(attributes),
    group: int(channels),
    output_padding: ints(rest),
  });
};

/** Of every window, the gradient goes to the first place that holds the maximum. */
function firstMaxima(emit: OnnxEmitter, places: readonly string[], y: string, upstream: string): string[] {
  // What is still to be given away; a place that takes it leaves nothing to those after it.
  let rest = upstream;
  return places.map((place, index) => {
    const below = emit.node('Sub', [place, y]);
    const isMax = emit.node('HardSigmoid', [below], { alpha: float(3e38), beta: float(1) });
    const share = emit.node('Mul', [isMax, rest]);
    if (index < places.length - 1) rest = emit.node('Sub', [rest, share]);
    return share;
  });
}

function oneHotKernels(emit: OnnxEmitter, channels: number, kernel: readonly [number, number]): string {
  const places = kernel[0] * kernel[1];
  const data = new Float32Array(channels * places * places);
  for (let index = 0; index < channels * places; index++) data[index * places + (index % places)] = 1;
  return emit.floats([channels * places, 1, ...kernel], data);
}
