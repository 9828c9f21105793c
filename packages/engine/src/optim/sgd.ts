import * as ops from '../functional/index.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Share of the last step that is kept. @default 0 */
  readonly momentum?: number;
  /** Added to the gradient as `weightDecay · parameter`. @default 0 */
  readonly weightDecay?: number;
  /** Whether the gradient is taken ahead of the momentum step; needs momentum. @default false */
  readonly nesterov?: boolean;
  /** Whether norms and biases are decayed as well, as PyTorch does by default. @default true */
  readonly decayNormsAndBiases?: boolean;
}

/** Stochastic gradient descent, by PyTorch's formulas (dampening 0): slot `momentum` when there is momentum. */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, weightDecay = 0, nesterov = false, decayNormsAndBiases = true } = options;
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['momentum'],
    decaysNormsAndBiases: decayNormsAndBiases,
    scalars: ({ learningRate }) => ({ learningRate }),
    update: ({ parameter, gradient, slots, scalars, decays }) => {
      const decayed = weightDecay !== 0 && decays ? ops.add(gradient, ops.multiply(parameter, weightDecay)) : gradient;
      const velocity = slots.momentum && ops.add(ops.multiply(slots.momentum, momentum), decayed);
      const ahead = velocity && nesterov ? ops.add(decayed, ops.multiply(velocity, momentum)) : (velocity ?? decayed);
      const moved = ops.subtract(parameter, ops.multiply(ahead, scalars.learningRate ?? 0));
      return { parameter: moved, slots: velocity ? { momentum: velocity } : {} };
    },
  };
}
