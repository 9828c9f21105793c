import {
  type CompletionReport,
  isTerminalStatus,
  type JobPatch,
  type JobStatus,
  type ProgressReport,
  type ReportMetrics,
  type StatusPatch,
} from '@vision/trainer-sdk/protocol';
import type { Job, JobUpdate } from '../store/job.js';
import { canFollow } from './job-status.js';

/**
 * What a reported status does to a job: the change of status with its times, nothing more when the status is the same,
 * and undefined when the report comes too late to count.
 */
export function applyStatus(job: Job, status: JobStatus, nowIso: string): JobUpdate | undefined {
  if (status === job.status) return {};
  // A stop is under way, and a trainer that has not noticed yet goes on reporting.
  if (job.status === 'cancelling' && status === 'running') return {};
  if (!canFollow(job.status, status)) return undefined;
  return {
    status,
    ...(status === 'running' ? { startedAt: nowIso } : {}),
    ...(isTerminalStatus(status) ? { completedAt: nowIso, processId: null } : {}),
  };
}

/** What a status patch does to a job; undefined when it comes too late to count. The first reason of an end stays. */
export function applyStatusPatch(job: Job, patch: StatusPatch, nowIso: string): JobUpdate | undefined {
  if (isTerminalStatus(job.status) && job.errorMessage !== null) return undefined;
  const change = applyStatus(job, patch.status, nowIso);
  if (change === undefined) return undefined;
  return { ...change, ...(patch.error === undefined ? {} : { errorMessage: patch.error }) };
}

/** What is concluded from the end of a trainer's process; undefined when the trainer has reported an end itself. */
export function applyExit(job: Job, patch: StatusPatch, nowIso: string): JobUpdate | undefined {
  return isTerminalStatus(job.status) ? undefined : applyStatusPatch(job, patch, nowIso);
}

/** What a patch sent to the job's own address does; undefined when it comes too late to count. */
export function applyJobPatch(job: Job, patch: JobPatch, nowIso: string): JobUpdate | undefined {
  const change = applyStatus(job, patch.status, nowIso);
  if (change === undefined) return undefined;
  return {
    ...change,
    ...(patch.accuracy === undefined ? {} : { finalAccuracy: patch.accuracy }),
    ...(patch.loss === undefined ? {} : { finalLoss: patch.loss }),
    ...(patch.completedAt === undefined ? {} : { completedAt: patch.completedAt }),
  };
}

/** What a progress report does to a job; undefined when the job has ended. */
export function applyProgress(job: Job, report: ProgressReport, nowIso: string): JobUpdate | undefined {
  if (isTerminalStatus(job.status)) return undefined;
  const change = applyStatus(job, report.status, nowIso);
  if (change === undefined) return undefined;
  return {
    ...change,
    currentEpoch: report.currentEpoch,
    progressPercent: report.progressPercent,
    latestMetrics: report.metrics,
    ...(report.checkpointPath === undefined ? {} : { lastCheckpointPath: report.checkpointPath }),
    ...(report.bestCheckpointPath === undefined ? {} : { bestCheckpointPath: report.bestCheckpointPath }),
  };
}

/**
 * What a completion report does to a job; undefined when the job has already ended in another way. What the report leaves
 * out, or knows less of than the job, stays: a run that fails early reports neither epochs nor metrics.
 */
export function applyCompletion(job: Job, report: CompletionReport, nowIso: string): JobUpdate | undefined {
  const change = applyStatus(job, report.status, nowIso);
  if (change === undefined) return undefined;
  const last = report.lastCheckpointPath ?? report.finalCheckpointPath;
  const { accuracy, loss } = report.finalMetrics ?? {};
  const epochs = report.totalEpochsCompleted;
  return {
    ...change,
    ...(epochs === undefined || epochs <= (job.currentEpoch ?? 0) ? {} : { currentEpoch: epochs }),
    ...(report.status === 'completed' ? { progressPercent: 100 } : {}),
    ...(hasMetrics(report.finalMetrics) ? { finalMetrics: report.finalMetrics } : {}),
    ...(accuracy === undefined ? {} : { finalAccuracy: accuracy }),
    ...(loss === undefined ? {} : { finalLoss: loss }),
    ...(hasMetrics(report.bestMetrics) ? { bestMetrics: report.bestMetrics } : {}),
    ...(report.bestEpoch === undefined || report.bestEpoch === 0 ? {} : { bestEpoch: report.bestEpoch }),
    ...(report.bestCheckpointPath === undefined ? {} : { bestCheckpointPath: report.bestCheckpointPath }),
    ...(last === undefined ? {} : { lastCheckpointPath: last }),
    ...(report.mlflowRunId === undefined ? {} : { mlflowRunId: report.mlflowRunId }),
    ...(report.errorMessage === undefined ? {} : { errorMessage: report.errorMessage }),
  };
}

function hasMetrics(metrics: ReportMetrics | undefined): metrics is ReportMetrics {
  const { extraMetrics = {}, ...named } = metrics ?? {};
  return Object.keys(named).length > 0 || Object.keys(extraMetrics).length > 0;
}
