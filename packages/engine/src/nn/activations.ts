import * as ops from '../functional/index.js';
import { type Module, module } from './module.js';

/** max(x, 0). */
export const relu = (): Module => module({}, (_, x) => ops.relu(x));
/** 1 / (1 + e to the -x). */
export const sigmoid = (): Module => module({}, (_, x) => ops.sigmoid(x));
/** Hyperbolic tangent. */
export const tanh = (): Module => module({}, (_, x) => ops.tanh(x));
/** x · sigmoid(x), also called swish. */
export const silu = (): Module => module({}, (_, x) => ops.multiply(x, ops.sigmoid(x)));
/** x · Φ(x), Φ by the error function. */
export const gelu = (): Module =>
  module({}, (_, x) => ops.multiply(ops.multiply(x, 0.5), ops.add(ops.erf(ops.multiply(x, Math.SQRT1_2)), 1)));
