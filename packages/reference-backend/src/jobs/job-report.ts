import type { CompletionReport, ProgressReport, TerminalStatus } from '@vision/trainer-sdk/protocol';
import type { Job } from '../store/job.js';

/** What the backend knows of a running job, as a progress report. */
export function progressOfJob(job: Job): ProgressReport {
  return {
    status: job.status,
    currentEpoch: job.currentEpoch ?? 0,
    totalEpochs: job.epochs,
    progressPercent: job.progressPercent ?? 0,
    metrics: job.latestMetrics ?? {},
    ...(job.lastCheckpointPath === null ? {} : { checkpointPath: job.lastCheckpointPath }),
    ...(job.bestCheckpointPath === null ? {} : { bestCheckpointPath: job.bestCheckpointPath }),
  };
}

/** What the backend knows of a job that has ended, as a completion report. */
export function completionOfJob(job: Job, status: TerminalStatus): CompletionReport {
  return {
    status,
    ...(job.currentEpoch === null ? {} : { totalEpochsCompleted: job.currentEpoch }),
    ...(job.finalMetrics === null ? {} : { finalMetrics: job.finalMetrics }),
    ...(job.bestMetrics === null ? {} : { bestMetrics: job.bestMetrics }),
    ...(job.bestEpoch === null ? {} : { bestEpoch: job.bestEpoch }),
    ...(job.bestCheckpointPath === null ? {} : { bestCheckpointPath: job.bestCheckpointPath }),
    ...(job.lastCheckpointPath === null ? {} : { lastCheckpointPath: job.lastCheckpointPath }),
    ...(job.mlflowRunId === null ? {} : { mlflowRunId: job.mlflowRunId }),
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}
