import type { TerminalStatus } from './job-status.js';
import { type SnakeKeys, snakeKeys } from './key-case.js';
import { encodeReportMetrics, type ReportMetrics, type ReportMetricsBody } from './progress-report.js';

/** How a run ended. */
export interface CompletionReport {
  status: TerminalStatus;
  /** Exit code of the trainer's process: 0 means completed, anything else failed. */
  exitCode?: number;
  totalEpochsCompleted?: number;
  finalMetrics?: ReportMetrics;
  bestMetrics?: ReportMetrics;
  /** Counts from 1. */
  bestEpoch?: number;
  finalCheckpointPath?: string;
  bestCheckpointPath?: string;
  lastCheckpointPath?: string;
  mlflowRunId?: string;
  errorMessage?: string;
  /** Stack of the error, kept in the job's logs. */
  traceback?: string;
}

/** {@link CompletionReport} on the wire. */
export type CompletionReportBody = Omit<SnakeKeys<CompletionReport>, 'final_metrics' | 'best_metrics'> & {
  final_metrics?: ReportMetricsBody;
  best_metrics?: ReportMetricsBody;
};

/** A completion report as it goes on the wire. */
export function encodeCompletionReport(report: CompletionReport): CompletionReportBody {
  const { finalMetrics, bestMetrics, ...fields } = report;
  return {
    ...snakeKeys(fields),
    ...(finalMetrics === undefined ? {} : { final_metrics: encodeReportMetrics(finalMetrics) }),
    ...(bestMetrics === undefined ? {} : { best_metrics: encodeReportMetrics(bestMetrics) }),
  };
}
