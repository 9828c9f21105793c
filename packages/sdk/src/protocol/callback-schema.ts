import { z } from 'zod';
import type { CompletionReport } from './completion-report.js';
import { type TerminalStatus, terminalStatuses } from './job-status.js';
import { camelKeys } from './key-case.js';
import { parseBody } from './parse-body.js';
import type { ProgressReport, ReportMetrics } from './progress-report.js';
import { epochSchema, jobStatusSchema, metricMapSchema, wireNumberSchema } from './scalars.js';
import { decodeNumber, decodeNumbers } from './wire-number.js';

/** `{loss?, accuracy?, learning_rate?, extra_metrics?}` */
export const reportMetricsSchema = z.object({
  loss: wireNumberSchema.nullish(),
  accuracy: wireNumberSchema.nullish(),
  learning_rate: wireNumberSchema.nullish(),
  extra_metrics: metricMapSchema.nullish(),
});

/** Body of the progress callback. */
export const progressReportSchema = z.object({
  status: jobStatusSchema,
  current_epoch: epochSchema,
  total_epochs: epochSchema,
  progress_percent: z.number().min(0).max(100),
  metrics: reportMetricsSchema.nullish(),
  checkpoint_path: z.string().nullish(),
  best_checkpoint_path: z.string().nullish(),
});

/** Body of the completion callback. */
export const completionReportSchema = z.object({
  status: z.enum(terminalStatuses),
  exit_code: z.int().nullish(),
  total_epochs_completed: epochSchema.nullish(),
  final_metrics: reportMetricsSchema.nullish(),
  best_metrics: reportMetricsSchema.nullish(),
  best_epoch: epochSchema.nullish(),
  final_checkpoint_path: z.string().nullish(),
  best_checkpoint_path: z.string().nullish(),
  last_checkpoint_path: z.string().nullish(),
  mlflow_run_id: z.string().nullish(),
  error_message: z.string().nullish(),
  traceback: z.string().nullish(),
});

/** Reads the body of the progress callback. @throws ProtocolError naming every wrong field. */
export function readProgressReport(body: unknown): ProgressReport {
  const { metrics, ...fields } = parseBody(progressReportSchema, body, 'progress report');
  return { ...camelKeys(fields), metrics: decodeReportMetrics(metrics ?? {}) };
}

/**
 * Reads the body of the completion callback. An exit code has the last word on the status: 0 is `completed`, anything
 * else is `failed`, except that a run reported as `cancelled` stays so.
 * @throws ProtocolError naming every wrong field.
 */
export function readCompletionReport(body: unknown): CompletionReport {
  const parsed = parseBody(completionReportSchema, body, 'completion report');
  const { status, final_metrics: finalMetrics, best_metrics: bestMetrics, ...fields } = parsed;
  return {
    ...camelKeys(fields),
    status: statusByExitCode(status, parsed.exit_code ?? undefined),
    ...(finalMetrics == null ? {} : { finalMetrics: decodeReportMetrics(finalMetrics) }),
    ...(bestMetrics == null ? {} : { bestMetrics: decodeReportMetrics(bestMetrics) }),
  };
}

function statusByExitCode(status: TerminalStatus, exitCode: number | undefined): TerminalStatus {
  if (exitCode === undefined || status === 'cancelled') return status;
  return exitCode === 0 ? 'completed' : 'failed';
}

function decodeReportMetrics(body: z.output<typeof reportMetricsSchema>): ReportMetrics {
  const { loss, accuracy, learning_rate: learningRate, extra_metrics: extraMetrics } = body;
  return {
    ...(loss == null ? {} : { loss: decodeNumber(loss) }),
    ...(accuracy == null ? {} : { accuracy: decodeNumber(accuracy) }),
    ...(learningRate == null ? {} : { learningRate: decodeNumber(learningRate) }),
    ...(extraMetrics == null ? {} : { extraMetrics: decodeNumbers(extraMetrics) }),
  };
}
