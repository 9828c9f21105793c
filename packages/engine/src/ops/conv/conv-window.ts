import type { ConvWindow, PoolWindow, Size2d } from '../../graph/primitives.js';
import { formatShape, type Shape } from '../../graph/tensor-type.js';
import { int, ints, type OnnxAttribute } from '../../onnx/onnx-graph.js';
import { expect } from '../expect.js';

/** Output height and width of a window moved over an input. @throws ShapeError when the window does not fit. */
export function windowOutput(
  op: string,
  input: Size2d,
  kernel: Size2d,
  window: Pick<ConvWindow, 'stride' | 'padding'> & { readonly dilation?: Size2d },
): Size2d {
  const [top, left, bottom, right] = window.padding;
  const along = (axis: 0 | 1, padding: number): number => {
    const reach = (kernel[axis] - 1) * (window.dilation?.[axis] ?? 1) + 1;
    const room = input[axis] + padding - reach;
    expect(room >= 0, op, 'x', `at least ${reach} wide with its padding`, formatShape(input));
    return Math.floor(room / window.stride[axis]) + 1;
  };
  return [along(0, top + bottom), along(1, left + right)];
}

/** Height and width of `[N, C, H, W]`. */
export function spatialSize(shape: Shape): Size2d {
  return [shape[2] ?? 0, shape[3] ?? 0];
}

/** ONNX attributes of a convolution. */
export function convAttributes(kernel: Size2d, window: ConvWindow): Record<string, OnnxAttribute> {
  return {
    kernel_shape: ints(kernel),
    strides: ints(window.stride),
    pads: ints(window.padding),
    dilations: ints(window.dilation),
    group: int(window.groups),
  };
}

/** ONNX attributes of a pool. */
export function poolAttributes(window: PoolWindow): Record<string, OnnxAttribute> {
  return { kernel_shape: ints(window.kernel), strides: ints(window.stride), pads: ints(window.padding) };
}
