import type { AdapterConfig } from './adapter-config.js';
import type { CheckpointInfo } from './checkpoint-info.js';
import type { Metrics } from './metrics.js';
import type { EpochContext, PrepareContext } from './run-context.js';
import type { TrainingResult } from './training-result.js';

/** What the loop needs of an adapter; see `TrainingAdapter` for what each member promises. */
export interface TrainingSteps {
  readonly config: AdapterConfig<unknown>;
  readonly checkpointExtension: string;
  readonly defaultCheckpointMetric: string;
  prepareDataset(context: PrepareContext): Promise<void>;
  prepareModel(context: PrepareContext): Promise<void>;
  trainEpoch(context: EpochContext): Promise<Metrics>;
  validate(context: EpochContext): Promise<Metrics>;
  saveCheckpoint(path: string, info: CheckpointInfo): Promise<void>;
  loadCheckpoint(path: string): Promise<CheckpointInfo>;
  onTrainBegin(context: PrepareContext): Promise<void>;
  onEpochBegin(context: EpochContext): Promise<void>;
  onEpochEnd(context: EpochContext, metrics: Metrics): Promise<void>;
  onTrainEnd(context: PrepareContext, result: TrainingResult): Promise<void>;
}
