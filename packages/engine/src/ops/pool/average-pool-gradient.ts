import type { AveragePoolWindow, Size2d } from '../../graph/primitives.js';
import { int, ints } from '../../onnx/onnx-graph.js';
import { poolAttributes, spatialSize } from '../conv/conv-window.js';
import type { OnnxRule } from '../op-rule.js';

/** Every output's share, spread over its window by a depthwise transposed convolution with ones. */
export const averageByTransposedConvolution: OnnxRule<'averagePool2dGradient'> = (call) => {
  const { operands, attributes, values, emit } = call;
  const [upstream] = operands;
  const [, channels = 0] = upstream.shape;
  const { kernel, padding, stride, inputSize } = attributes;
  const size = spatialSize(upstream.shape);
  const share = emit.node('Mul', [values[0], emit.floats([1, 1, ...size], windowShares(attributes, size))]);
  const ones = emit.floats([channels, 1, ...kernel], new Float32Array(channels * kernel[0] * kernel[1]).fill(1));
  const rest = [
    inputSize[0] + padding[0] + padding[2] - (size[0] - 1) * stride[0] - kernel[0],
    inputSize[1] + padding[1] + padding[3] - (size[1] - 1) * stride[1] - kernel[1],
  ];
  const attributesOnnx = { ...poolAttributes(attributes), group: int(channels), output_padding: ints(rest) };
  return emit.node('ConvTranspose', [share, ones], attributesOnnx);
};

/** One over the number of elements that each output averages. */
function windowShares(window: AveragePoolWindow & { inputSize: Size2d }, size: Size2d): Float32Array {
  const { kernel, stride, padding, inputSize, countPadding } = window;
  const countAlong = (axis: 0 | 1, index: number): number => {
    if (countPadding) return kernel[axis];
    const start = index * stride[axis] - padding[axis];
    return Math.min(start + kernel[axis], inputSize[axis]) - Math.max(start, 0);
  };
  return Float32Array.from({ length: size[0] * size[1] }, (_, index) => {
    const [row, column] = [Math.floor(index / size[1]), index % size[1]];
    return 1 / (countAlong(0, row) * countAlong(1, column));
  });
}
