import * as ops from '../functional/index.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link adamw}. */
export interface AdamWOptions {
  /** Decay rates of the running mean of gradients and of squared gradients. @default [0.9, 0.999] */
  readonly betas?: readonly [number, number];
  /** Added to the denominator. @default 1e-8 */
  readonly epsilon?: number;
  /** Share of the parameter taken off at each step, times the learning rate. @default 0.01 */
  readonly weightDecay?: number;
  /** Whether norms and biases are decayed as well, as PyTorch does by default. @default true */
  readonly decayNormsAndBiases?: boolean;
}

/** Adam with decoupled weight decay (Loshchilov and Hutter), by PyTorch's formulas: slots `exp_avg`, `exp_avg_sq`. */
export function adamw(options: AdamWOptions = {}): Optimizer {
  const { betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0.01, decayNormsAndBiases = true } = options;
  const [beta1, beta2] = betas;
  return {
    name: 'adamw',
    slots: ['exp_avg', 'exp_avg_sq'],
    decaysNormsAndBiases: decayNormsAndBiases,
    scalars: ({ learningRate, stepCount }) => ({
      learningRate,
      stepSize: learningRate / (1 - beta1 ** (stepCount + 1)),
      rootCorrection: Math.sqrt(1 - beta2 ** (stepCount + 1)),
    }),
    update: ({ parameter, gradient, slots, scalars, decays }) => {
      const { learningRate = 0, stepSize = 0, rootCorrection = 1 } = scalars;
      const mean = ops.add(ops.multiply(slots.exp_avg ?? 0, beta1), ops.multiply(gradient, 1 - beta1));
      const squares = ops.multiply(ops.multiply(gradient, gradient), 1 - beta2);
      const meanSquare = ops.add(ops.multiply(slots.exp_avg_sq ?? 0, beta2), squares);
      const kept = ops.subtract(1, ops.multiply(learningRate, weightDecay));
      const decayed = weightDecay !== 0 && decays ? ops.multiply(parameter, kept) : parameter;
      const root = ops.add(ops.divide(ops.sqrt(meanSquare), rootCorrection), epsilon);
      return {
        parameter: ops.subtract(decayed, ops.multiply(ops.divide(mean, root), stepSize)),
        slots: { exp_avg: mean, exp_avg_sq: meanSquare },
      };
    },
  };
}
