import type { RunLogger } from '../logger/run-logger.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import type { Metrics } from './metrics.js';

/** How far a run is, for progress bars. */
export interface RunProgress {
  /** `done` comes once an epoch, with the metrics of the whole epoch. */
  phase: 'train' | 'validate' | 'done';
  /** Counts from 1. */
  epoch: number;
  totalEpochs: number;
  /** How much of the phase is done, 0 to 1. */
  fraction: number;
  /** The newest value of every metric reported so far. */
  metrics: Readonly<Metrics>;
}

/** What a run is given. */
export interface RunContext {
  logger: RunLogger;
  /** Aborted when the run is to be cancelled. */
  signal: AbortSignal;
  /** Fetches datasets and checkpoints by URI. */
  store: ArtifactStore;
  /** Called whenever the run got further; must not throw. */
  onProgress?: (progress: RunProgress) => void;
  /** Local path or URI of a checkpoint to go on from. */
  resumeFrom?: string;
}

/** What preparing and the hooks around the run are given. */
export interface PrepareContext {
  logger: RunLogger;
  /** Check it in every long loop. */
  signal: AbortSignal;
  store: ArtifactStore;
  /** The dataset on this machine: absolute path, exists. */
  datasetPath: string;
  /** Where the run's files go: absolute path, exists. */
  outputDir: string;
}

/** What one epoch of training or validation is given. */
export interface EpochContext extends PrepareContext {
  /** Counts from 1. */
  epoch: number;
  totalEpochs: number;
  /**
   * Says what a step measured. Call it after every step: it sends the metrics (every `logEverySteps`-th step), and ends the
   * epoch when the run was cancelled or a loss is not finite.
   * @throws CancelledError when the run was cancelled.
   * @throws DivergedError when a metric named `…loss` is NaN or infinite.
   */
  report(metrics: Metrics, options: { step: number }): void;
  /**
   * Says how much of this call is done, 0 to 1. Call it after every batch.
   * @throws CancelledError when the run was cancelled.
   */
  progress(fraction: number): void;
}
