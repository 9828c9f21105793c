import { size2d } from '../functional/images.js';
import * as ops from '../functional/index.js';
import type { Size2d } from '../graph/primitives.js';
import { type Initializer, kaimingUniform, uniform } from './initializers.js';
import { type Module, module, parameter } from './module.js';

/** A convolution layer. */
export interface Conv2dLayerOptions extends ops.Conv2dOptions {
  /** Input channels. */
  readonly in: number;
  /** Output channels. */
  readonly out: number;
  readonly kernel: number | Size2d;
  /** Whether a learned bias is added. @default true */
  readonly bias?: boolean;
  /** @default Kaiming uniform with a = √5, as PyTorch */
  readonly initialize?: Initializer;
}

/** Convolution of float32 [N, in, H, W]. Parameters: `weight` [out, in / groups, h, w], `bias` [out]. */
export function conv2d(options: Conv2dLayerOptions): Module {
  const { in: channels, out, groups = 1, bias = true, initialize = kaimingUniform() } = options;
  const kernel = size2d(options.kernel);
  const perFilter = channels / groups;
  const weight = parameter([out, perFilter, ...kernel], { initialize });
  if (!bias) return module({ weight }, (self, x) => ops.conv2d(x, self.weight, undefined, options));
  const bound = 1 / Math.sqrt(perFilter * kernel[0] * kernel[1]);
  return module({ weight, bias: parameter([out], { initialize: uniform(bound), role: 'bias' }) }, (self, x) =>
    ops.conv2d(x, self.weight, self.bias, options),
  );
}
