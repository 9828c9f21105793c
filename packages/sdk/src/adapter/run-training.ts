import { toError } from '../errors/message-of.js';
import type { RunLogger } from '../logger/run-logger.js';
import type { CompletionReport } from '../protocol/completion-report.js';
import type { ParamValue } from '../protocol/log-record.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import { LocalArtifactStore } from '../storage/local-artifact-store.js';
import type { AdapterConfig } from './adapter-config.js';
import { type Metrics, toReportMetrics } from './metrics.js';
import type { RunContext, RunProgress } from './run-context.js';
import { silentLogger } from './silent-logger.js';
import type { TrainingResult } from './training-result.js';

/** What {@link runTraining} runs; every `TrainingAdapter` is one. */
export interface Trainable {
  readonly config: AdapterConfig<unknown>;
  train(context: RunContext): Promise<TrainingResult>;
}

/** Options of {@link runTraining}. */
export interface RunTrainingOptions {
  /** Tells the backend about the run; stays open. @default none: the run is told to nobody */
  logger?: RunLogger;
  /** Abort it to cancel the run; it ends within one step. */
  signal?: AbortSignal;
  /** Local path or URI of a checkpoint to go on from. */
  resumeFrom?: string;
  /** Where datasets and checkpoints given by URI come from. @default new LocalArtifactStore() */
  store?: ArtifactStore;
  /** Called whenever the run got further. An exception from it is logged and does no harm. */
  onProgress?: (progress: RunProgress) => void;
  /** How long to wait at the end for the logger to deliver, in milliseconds. @default 10_000 */
  flushTimeoutMs?: number;
}

/**
 * Runs an adapter's training from start to end: reports `running`, then exactly one of `completed`, `failed` (with message
 * and stack) or `cancelled`, and gives the logger time to deliver.
 * @returns How the run ended; failure and cancellation are results, not exceptions.
 */
export async function runTraining(adapter: Trainable, options: RunTrainingOptions = {}): Promise<TrainingResult> {
  const logger = options.logger ?? silentLogger;
  const context: RunContext = {
    logger,
    signal: options.signal ?? new AbortController().signal,
    store: options.store ?? new LocalArtifactStore(),
    ...(options.resumeFrom === undefined ? {} : { resumeFrom: options.resumeFrom }),
    ...(options.onProgress === undefined ? {} : { onProgress: guarded(options.onProgress, logger) }),
  };
  logger.updateStatus('running');
  logger.logParams(paramsOf(adapter.config));
  const result = await settle(adapter, context);
  reportEnd(logger, result);
  await logger.flush({ timeoutMs: options.flushTimeoutMs ?? 10_000 });
  return result;
}

/** An adapter that overrides `train` may throw where the base would return. */
async function settle(adapter: Trainable, context: RunContext): Promise<TrainingResult> {
  try {
    return await adapter.train(context);
  } catch (thrown) {
    const unfinished = { epochsCompleted: 0, bestMetrics: {}, finalMetrics: {} };
    if (context.signal.aborted) return { ...unfinished, status: 'cancelled', stopReason: 'cancelled' };
    return { ...unfinished, status: 'failed', stopReason: 'failed', error: toError(thrown) };
  }
}

function reportEnd(logger: RunLogger, result: TrainingResult): void {
  const report = completionOf(result);
  switch (result.status) {
    case 'completed':
      logger.reportCompleted(report);
      break;
    case 'failed':
      logger.reportFailed(result.error, report);
      break;
    case 'cancelled':
      logger.reportCancelled(report);
      break;
    default:
      result.status satisfies never;
  }
}

/** Says nothing about epochs and metrics that the result does not know, so that what was reported before stays. */
function completionOf(result: TrainingResult): Omit<CompletionReport, 'status'> {
  const { epochsCompleted, finalMetrics, bestMetrics, bestEpoch, bestCheckpointPath, lastCheckpointPath } = result;
  return {
    ...(epochsCompleted === 0 ? {} : { totalEpochsCompleted: epochsCompleted }),
    ...(isEmpty(finalMetrics) ? {} : { finalMetrics: toReportMetrics(finalMetrics) }),
    ...(isEmpty(bestMetrics) ? {} : { bestMetrics: toReportMetrics(bestMetrics) }),
    ...(bestEpoch === undefined ? {} : { bestEpoch }),
    ...(bestCheckpointPath === undefined ? {} : { bestCheckpointPath }),
    ...(lastCheckpointPath === undefined ? {} : { lastCheckpointPath, finalCheckpointPath: lastCheckpointPath }),
  };
}

function isEmpty(metrics: Metrics): boolean {
  return Object.keys(metrics).length === 0;
}

/** The settings as flat hyperparameters, e.g. `training.batchSize`. */
function paramsOf(config: AdapterConfig<unknown>): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const [group, settings] of Object.entries(config)) {
    for (const [name, value] of Object.entries(settings as Record<string, unknown>)) {
      params[`${group}.${name}`] = isParamValue(value) ? value : (JSON.stringify(value) ?? null);
    }
  }
  return params;
}

function isParamValue(value: unknown): value is ParamValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function guarded(onProgress: (progress: RunProgress) => void, logger: RunLogger): typeof onProgress {
  return (progress) => {
    try {
      onProgress(progress);
    } catch (thrown) {
      logger.logMessage(`onProgress threw: ${toError(thrown).message}`, { level: 'warning' });
    }
  };
}
