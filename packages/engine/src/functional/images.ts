import type { Padding2d, Size2d } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import { build } from '../ops/build.js';

/** Padding of a window: one size for all sides, `[vertical, horizontal]`, or `[top, left, bottom, right]`. */
export type PaddingOption = number | Size2d | Padding2d;

/** How a convolution's window moves over an image. */
export interface Conv2dOptions {
  /** @default 1 */
  readonly stride?: number | Size2d;
  /** @default 0 */
  readonly padding?: PaddingOption;
  /** @default 1 */
  readonly dilation?: number | Size2d;
  /** @default 1 */
  readonly groups?: number;
}

/** A pooling window. */
export interface Pool2dOptions {
  readonly kernel: number | Size2d;
  /** @default the kernel */
  readonly stride?: number | Size2d;
  /** @default 0 */
  readonly padding?: PaddingOption;
}

/** An average pool's window. */
export interface AveragePool2dOptions extends Pool2dOptions {
  /** Whether padding counts as zeros in the average, as in PyTorch. @default true */
  readonly countPadding?: boolean;
}

/** Convolution of x [N, C, H, W] with weight [K, C / groups, h, w] and, if given, bias [K]. */
export function conv2d(x: Tensor, weight: Tensor, bias: Tensor | undefined, options: Conv2dOptions = {}): Tensor {
  return build('conv2d', bias ? [x, weight, bias] : [x, weight], {
    stride: size2d(options.stride ?? 1),
    padding: padding2d(options.padding ?? 0),
    dilation: size2d(options.dilation ?? 1),
    groups: options.groups ?? 1,
  });
}

/** Maximum of each window; the first of tied maxima, in row-major order, takes the gradient. */
export function maxPool2d(x: Tensor, options: Pool2dOptions): Tensor {
  return build('maxPool2d', [x], poolWindow(options));
}

/** Mean of each window. */
export function averagePool2d(x: Tensor, options: AveragePool2dOptions): Tensor {
  return build('averagePool2d', [x], { ...poolWindow(options), countPadding: options.countPadding ?? true });
}

/** One size or both. */
export function size2d(size: number | Size2d): Size2d {
  return typeof size === 'number' ? [size, size] : size;
}

function padding2d(padding: PaddingOption): Padding2d {
  if (typeof padding === 'number') return [padding, padding, padding, padding];
  return padding.length === 2 ? [padding[0], padding[1], padding[0], padding[1]] : padding;
}

function poolWindow({ kernel, stride = kernel, padding = 0 }: Pool2dOptions) {
  return { kernel: size2d(kernel), stride: size2d(stride), padding: padding2d(padding) };
}
