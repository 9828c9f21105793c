import type { JobStatus } from './job-status.js';
import { type SnakeKeys, snakeKeys } from './key-case.js';
import { encodeNumber, encodeNumbers, type WireNumber } from './wire-number.js';

/** The metrics that progress and completion reports carry. */
export interface ReportMetrics {
  loss?: number;
  accuracy?: number;
  learningRate?: number;
  /** Further metrics by name, e.g. `val/top5`. */
  extraMetrics?: Record<string, number>;
}

/** How far a run has come. */
export interface ProgressReport {
  status: JobStatus;
  /** Epochs finished so far. */
  currentEpoch: number;
  totalEpochs: number;
  /** 0 to 100. */
  progressPercent: number;
  metrics: ReportMetrics;
  /** URI of the newest checkpoint. */
  checkpointPath?: string;
  /** URI of the best checkpoint. */
  bestCheckpointPath?: string;
}

/** {@link ReportMetrics} on the wire. */
export interface ReportMetricsBody {
  loss?: WireNumber;
  accuracy?: WireNumber;
  learning_rate?: WireNumber;
  extra_metrics?: Record<string, WireNumber>;
}

/** {@link ProgressReport} on the wire. */
export type ProgressReportBody = Omit<SnakeKeys<ProgressReport>, 'metrics'> & { metrics: ReportMetricsBody };

/** A progress report as it goes on the wire. */
export function encodeProgressReport(report: ProgressReport): ProgressReportBody {
  return { ...snakeKeys(report), metrics: encodeReportMetrics(report.metrics) };
}

/** A report's metrics as they go on the wire. */
export function encodeReportMetrics({ loss, accuracy, learningRate, extraMetrics }: ReportMetrics): ReportMetricsBody {
  return {
    ...(loss === undefined ? {} : { loss: encodeNumber(loss) }),
    ...(accuracy === undefined ? {} : { accuracy: encodeNumber(accuracy) }),
    ...(learningRate === undefined ? {} : { learning_rate: encodeNumber(learningRate) }),
    ...(extraMetrics === undefined ? {} : { extra_metrics: encodeNumbers(extraMetrics) }),
  };
}
