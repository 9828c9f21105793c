import type { CompletionReport } from '../protocol/completion-report.js';
import type { JobStatus } from '../protocol/job-status.js';
import type { LogLevel, LogType, ParamValue } from '../protocol/log-record.js';
import type { ProgressReport } from '../protocol/progress-report.js';

/** Where in the run a metric belongs. */
export interface MetricPlace {
  epoch?: number;
  /** Optimizer steps; any order is fine. */
  step?: number;
}

/** What belongs to a log message. */
export interface MessageOptions {
  /** @default 'info' */
  level?: LogLevel;
  /** @default 'stdout' */
  logType?: LogType;
  epoch?: number;
}

/** Metrics of a whole epoch; any name besides the given ones is allowed. */
export interface EpochSummary {
  loss?: number;
  accuracy?: number;
  learningRate?: number;
  /** URI of the checkpoint written after this epoch. */
  checkpointPath?: string;
  step?: number;
  /** Further metrics by name. */
  extraMetrics?: Record<string, number>;
}

/**
 * What a training run tells the world. No call blocks, fails, or throws because of the world; what cannot be delivered is
 * counted by the implementation.
 */
export interface RunLogger {
  logMetric(name: string, value: number, place?: MetricPlace): void;
  logMetrics(metrics: Readonly<Record<string, number>>, place?: MetricPlace): void;
  logMessage(text: string, options?: MessageOptions): void;
  logEpochSummary(epoch: number, summary: EpochSummary): void;
  /** Announces the hyperparameters of the run. */
  logParams(params: Readonly<Record<string, ParamValue>>): void;
  updateStatus(status: JobStatus, options?: { error?: string }): void;
  reportProgress(report: ProgressReport): void;
  reportCompleted(report: Omit<CompletionReport, 'status'>): void;
  reportFailed(error: unknown, report?: Omit<CompletionReport, 'status' | 'errorMessage' | 'traceback'>): void;
  reportCancelled(report?: Omit<CompletionReport, 'status'>): void;
  /** Resolves when all that was logged before is delivered or the time is up. @returns Whether all was delivered. */
  flush(options?: { timeoutMs?: number }): Promise<boolean>;
}
