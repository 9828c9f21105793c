import { optim } from '@vision/engine';
import type { ClassifyAdvancedConfig } from './advanced-config.js';
import { oneOf, wrong } from './plan-network.js';

type OptimizerSettings = Pick<ClassifyAdvancedConfig, 'momentum' | 'nesterov' | 'weightDecay'>;

/** Norms and biases are not decayed: they don't overfit, and decay only slows them. */
const optimizers = {
  sgd: ({ momentum, nesterov, weightDecay }: OptimizerSettings) =>
    optim.sgd({ momentum, nesterov, weightDecay, decayNormsAndBiases: false }),
  adamw: ({ weightDecay }: OptimizerSettings) => optim.adamw({ weightDecay, decayNormsAndBiases: false }),
} satisfies Record<string, (settings: OptimizerSettings) => optim.Optimizer>;

/**
 * The optimizer of a name.
 *
 * @throws {ConfigError} When there is none.
 */
export function createOptimizer(name: string, settings: OptimizerSettings): optim.Optimizer {
  if (!Object.hasOwn(optimizers, name)) throw wrong('training.optimizer', oneOf(Object.keys(optimizers), name));
  return optimizers[name as keyof typeof optimizers](settings);
}
