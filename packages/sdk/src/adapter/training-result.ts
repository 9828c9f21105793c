import type { TerminalStatus } from '../protocol/job-status.js';
import type { Metrics } from './metrics.js';

/** Why a run ended. */
export type StopReason = 'all_epochs' | 'early_stopping' | 'max_seconds' | 'cancelled' | 'failed';

/** How a run ended. */
export interface TrainingResult {
  status: TerminalStatus;
  stopReason: StopReason;
  /** Epochs finished, those before a resume included; 0 also when the run broke without saying how far it was. */
  epochsCompleted: number;
  /** Epoch with the best checkpoint metric, counted from 1; absent before the first epoch ends. */
  bestEpoch?: number;
  /** Metrics of the best epoch. */
  bestMetrics: Metrics;
  /** Metrics of the last finished epoch. */
  finalMetrics: Metrics;
  /** Local path; absent before the first epoch ends. */
  bestCheckpointPath?: string;
  /** Local path; absent before the first epoch ends. */
  lastCheckpointPath?: string;
  /** What went wrong; there when `status` is `failed`. */
  error?: Error;
}
