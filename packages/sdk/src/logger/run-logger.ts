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
 * counted by the implementation. Each record is stored at most once; what is given up is counted.
 */
export interface RunLogger {
  /** Records one value of one metric; NaN and ±Infinity are fine. */
  logMetric(name: string, value: number, place?: MetricPlace): void;
  /** Records one value of each of several metrics that belong to the same place. */
  logMetrics(metrics: Readonly<Record<string, number>>, place?: MetricPlace): void;
  /** Records a line of the run's log; a very long text is cut. */
  logMessage(text: string, options?: MessageOptions): void;
  /** Records the metrics of a whole epoch as one row. @param epoch Counts from 1. */
  logEpochSummary(epoch: number, summary: EpochSummary): void;
  /** Records the hyperparameters of the run, once at its start. */
  logParams(params: Readonly<Record<string, ParamValue>>): void;
  /** Says which state the job is in, e.g. `running`; the end is said by one of the `report…` calls instead. */
  updateStatus(status: JobStatus, options?: { error?: string }): void;
  /** Says how far the run is: epochs, percent and the newest metrics. */
  reportProgress(report: ProgressReport): void;
  /** Says that the run ended well. What is absent from the report keeps its former value. */
  reportCompleted(report: Omit<CompletionReport, 'status'>): void;
  /**
   * Says that the run failed, with the error's message and stack.
   * @param error Whatever was thrown.
   * @param report What is known besides; what is absent keeps its former value.
   */
  reportFailed(error: unknown, report?: Omit<CompletionReport, 'status' | 'errorMessage' | 'traceback'>): void;
  /** Says that the run was cancelled. What is absent from the report keeps its former value. */
  reportCancelled(report?: Omit<CompletionReport, 'status'>): void;
  /** Resolves when all that was logged before is delivered or the time is up. @returns Whether all was delivered. */
  flush(options?: { timeoutMs?: number }): Promise<boolean>;
}
