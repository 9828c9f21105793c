import * as ops from '../functional/index.js';
import { type Module, module } from './module.js';

/** Maximum over windows of float32 [N, C, H, W]. */
export const maxPool2d = (options: ops.Pool2dOptions): Module => module({}, (_, x) => ops.maxPool2d(x, options));

/** Mean over windows of float32 [N, C, H, W]. */
export const avgPool2d = (options: ops.AveragePool2dOptions): Module =>
  module({}, (_, x) => ops.averagePool2d(x, options));

/** Mean over height and width: [N, C, H, W] to [N, C]. */
export const globalAvgPool2d = (): Module => module({}, (_, x) => ops.mean(x, { axes: [2, 3] }));

/** All axes but the first as one: [N, ...] to [N, size]. */
export const flatten = (): Module => module({}, (_, x) => ops.reshape(x, [x.shape[0] ?? 1, -1]));
