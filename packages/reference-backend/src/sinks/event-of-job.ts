import { isTerminalStatus, type TrainingEvent } from '@vision/trainer-sdk/protocol';
import { completionOfJob, progressOfJob } from '../jobs/job-report.js';
import type { Job } from '../store/job.js';

/** What watchers are told about the state a job is in. */
export function eventOfJob(job: Job, cursor: string): TrainingEvent {
  const head = { jobId: job.id, cursor };
  if (!isTerminalStatus(job.status)) return { ...head, event: 'training_progress', progress: progressOfJob(job) };
  return {
    ...head,
    event: job.status === 'failed' ? 'training_error' : 'training_complete',
    completion: completionOfJob(job, job.status),
  };
}
