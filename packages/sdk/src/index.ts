// Adapters and runs

export {
  type AdapterConfig,
  type AdapterConfigInput,
  type DatasetConfig,
  datasetConfigSchema,
  type ModelConfig,
  modelConfigSchema,
  type TrainingConfig,
  trainingConfigSchema,
} from './adapter/adapter-config.js';
export type { AdapterModule } from './adapter/adapter-module.js';
export {
  type CheckpointInfo,
  decodeCheckpointInfo,
  type EpochRow,
  encodeCheckpointInfo,
} from './adapter/checkpoint-info.js';
export type {
  BoxPrediction,
  InferenceInput,
  InferenceOptions,
  InferenceResult,
  LabelPrediction,
} from './adapter/inference.js';
export type { Metrics } from './adapter/metrics.js';
export type { EpochContext, PrepareContext, RunContext, RunProgress } from './adapter/run-context.js';
export { type RunTrainingOptions, runTraining, type Trainable } from './adapter/run-training.js';
export { TrainingAdapter } from './adapter/training-adapter.js';
export type { StopReason, TrainingResult } from './adapter/training-result.js';

// Errors

export { AdapterNotFoundError } from './errors/adapter-not-found-error.js';
export { CancelledError } from './errors/cancelled-error.js';
export { CheckpointError } from './errors/checkpoint-error.js';
export { ConfigError } from './errors/config-error.js';
export { DatasetError } from './errors/dataset-error.js';
export { DivergedError } from './errors/diverged-error.js';
export type { FieldIssue } from './errors/protocol-error.js';
export { StorageError } from './errors/storage-error.js';
export { TrainerError } from './errors/trainer-error.js';

// Logger

export type { DeliveryCounts } from './logger/delivery-ledger.js';
export type { DroppedEvent, LoggedRecord, RetryEvent, TrainingLoggerEvents } from './logger/logger-events.js';
export type { TrainingLoggerOptions } from './logger/logger-options.js';
export type { EpochSummary, MessageOptions, MetricPlace, RunLogger } from './logger/run-logger.js';
export { type CloseResult, TrainingLogger } from './logger/training-logger.js';

// What a logger reports; the rest of the protocol has its own subpath

export type { CompletionReport } from './protocol/completion-report.js';
export type { JobStatus } from './protocol/job-status.js';
export type { ProgressReport } from './protocol/progress-report.js';

// Storage

export type { ArtifactStore, CheckpointKind, CheckpointOwner, TransferOptions } from './storage/artifact-store.js';
export { type ArtifactLocation, parseArtifactUri } from './storage/artifact-uri.js';
export { LocalArtifactStore } from './storage/local-artifact-store.js';
