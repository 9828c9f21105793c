import type { z } from 'zod';
import { type AdapterConfig, type AdapterConfigInput, parseAdapterConfig } from './adapter-config.js';
import type { CheckpointInfo } from './checkpoint-info.js';
import type { InferenceInput, InferenceOptions, InferenceResult } from './inference.js';
import type { Metrics } from './metrics.js';
import type { EpochContext, PrepareContext, RunContext } from './run-context.js';
import { runLoop } from './training-loop.js';
import type { TrainingResult } from './training-result.js';
import type { TrainingSteps } from './training-steps.js';

/**
 * Base of every framework adapter. A subclass says how to prepare, train one epoch, validate, and keep its state; the base
 * drives the loop: metrics, best and last checkpoint, early stopping, time limit, resume, cancellation, divergence, and the
 * files `args.json`, `results.csv` and `results.json`.
 *
 * One object makes one run. Start it with `runTraining`.
 */
export abstract class TrainingAdapter<TAdvanced = Record<string, unknown>> implements TrainingSteps {
  /** Name users choose the adapter by, e.g. `classify`. */
  abstract readonly framework: string;
  /** File extension of the checkpoints, without the dot. @default 'safetensors' */
  readonly checkpointExtension: string = 'safetensors';
  /** Metric that decides which checkpoint is best unless the configuration names another. @default 'val/loss' */
  readonly defaultCheckpointMetric: string = 'val/loss';
  /** The settings, checked and with defaults filled in. */
  readonly config: AdapterConfig<TAdvanced>;

  /**
   * @param advancedSchema Checks `advancedConfig` and fills in its defaults; absent takes any object.
   * @throws ConfigError naming every wrong field.
   */
  constructor(input: AdapterConfigInput, advancedSchema?: z.ZodType<TAdvanced>) {
    // Without a schema TAdvanced is its default, which is what parseAdapterConfig then returns.
    this.config = (
      advancedSchema === undefined ? parseAdapterConfig(input) : parseAdapterConfig(input, advancedSchema)
    ) as AdapterConfig<TAdvanced>;
  }

  /**
   * Opens the dataset and finds its classes. Called once, before {@link prepareModel}.
   * @throws DatasetError naming the file or directory that is to blame.
   */
  abstract prepareDataset(context: PrepareContext): Promise<void>;

  /** Builds the model, with the weights to start from. Called once, after {@link prepareDataset}. */
  abstract prepareModel(context: PrepareContext): Promise<void>;

  /**
   * Trains for one epoch, reporting after every step.
   * @returns Metrics of the whole epoch, e.g. `train/loss` as a mean, and `learning_rate`.
   */
  abstract trainEpoch(context: EpochContext): Promise<Metrics>;

  /** Measures the model on the validation split: `val/loss` and so on. */
  abstract validate(context: EpochContext): Promise<Metrics>;

  /**
   * Writes all that {@link loadCheckpoint} needs to go on exactly: weights, optimizer, random state, class names, and `info`
   * (see `encodeCheckpointInfo`). The file appears under its final name only when this resolves.
   */
  abstract saveCheckpoint(path: string, info: CheckpointInfo): Promise<void>;

  /**
   * Restores what {@link saveCheckpoint} wrote. Must also work on an adapter that was not prepared, for inference.
   * @returns The `info` given to `saveCheckpoint`.
   * @throws CheckpointError when the file is missing, damaged or does not fit.
   */
  abstract loadCheckpoint(path: string): Promise<CheckpointInfo>;

  /** Runs the model on one image. Needs {@link loadCheckpoint} or a run before. */
  abstract runInference(input: InferenceInput, options?: InferenceOptions): Promise<InferenceResult>;

  /** Called once before the first epoch. */
  async onTrainBegin(_context: PrepareContext): Promise<void> {}

  /** Called before every epoch. */
  async onEpochBegin(_context: EpochContext): Promise<void> {}

  /** Called after every epoch, its checkpoints written. */
  async onEpochEnd(_context: EpochContext, _metrics: Metrics): Promise<void> {}

  /** Called once after the last epoch of a run that was neither cancelled nor failed, e.g. to export the model. */
  async onTrainEnd(_context: PrepareContext, _result: TrainingResult): Promise<void> {}

  /** Frees what the adapter holds (sessions, workers). The adapter cannot be used afterwards. */
  async dispose(): Promise<void> {}

  /**
   * Runs the whole training. An adapter for a framework that owns its loop overrides this.
   * @returns How the run ended; failure and cancellation are results, not exceptions.
   */
  train(context: RunContext): Promise<TrainingResult> {
    return runLoop(this, context);
  }
}
