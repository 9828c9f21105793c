import type { Shape } from '../graph/tensor-type.js';
import { cpuTarget } from '../lower/cpu-target.js';
import type { RuntimeOptions } from '../runtime/session-options.js';
import type { TrainingDefinition } from './programs.js';
import { Trainer } from './trainer.js';

/** What to train, and how. */
export interface CompileTrainingOptions extends TrainingDefinition, RuntimeOptions {
  /** Shape of a batch of images, `[N, C, H, W]`. Other batch sizes work too and are compiled on first use. */
  readonly inputShape: Shape;
  /** Decides all that is random: first weights and dropout. */
  readonly seed: number;
}

/**
 * Compiles a training step for a batch shape: builds the graph of forward pass, gradients and update, lowers it to ONNX
 * and opens it in ONNX Runtime.
 *
 * @throws ShapeError when layers do not fit each other or the input
 * @throws RuntimeError when ONNX Runtime refuses the graph
 */
export async function compileTraining(options: CompileTrainingOptions): Promise<Trainer> {
  const { model, loss, optimizer, inputShape, seed, ...runtime } = options;
  const trainer = new Trainer({ model, loss, optimizer, inputShape, seed, target: cpuTarget, runtime });
  await trainer.prepare(inputShape[0] ?? 0);
  return trainer;
}
