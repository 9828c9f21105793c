import * as ops from '../functional/index.js';
import { type Initializer, kaimingUniform, uniform } from './initializers.js';
import { type Module, module, parameter } from './module.js';

/** A fully connected layer. */
export interface LinearOptions {
  /** Input features. */
  readonly in: number;
  /** Output features. */
  readonly out: number;
  /** Whether a learned bias is added. @default true */
  readonly bias?: boolean;
  /** @default Kaiming uniform with a = √5, as PyTorch */
  readonly initialize?: Initializer;
}

/** x · weightᵀ + bias over the last axis of float32 [..., in]. Parameters: `weight` [out, in], `bias` [out]. */
export function linear({ in: features, out, bias = true, initialize = kaimingUniform() }: LinearOptions): Module {
  const weight = parameter([out, features], { initialize });
  const product = (x: Parameters<typeof ops.matmul>[0], matrix: typeof x): typeof x => {
    if (x.shape.length === 2) return ops.matmul(x, matrix, { transposeB: true });
    const rows = ops.matmul(ops.reshape(x, [-1, features]), matrix, { transposeB: true });
    return ops.reshape(rows, [...x.shape.slice(0, -1), out]);
  };
  if (!bias) return module({ weight }, (self, x) => product(x, self.weight));
  const biasSpec = parameter([out], { initialize: uniform(1 / Math.sqrt(features)), role: 'bias' });
  return module({ weight, bias: biasSpec }, (self, x) => ops.add(product(x, self.weight), self.bias));
}
