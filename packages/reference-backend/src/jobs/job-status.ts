import type { JobStatus } from '@vision/trainer-sdk/protocol';

/** Where a job may go from each status. Final statuses lead nowhere, so a late `running` never brings a job back. */
const successors: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  pending: ['running', 'completed', 'failed', 'cancelled'],
  running: ['cancelling', 'completed', 'failed', 'cancelled'],
  cancelling: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** Tells whether a job may change from one status to another. */
export function canFollow(from: JobStatus, to: JobStatus): boolean {
  return successors[from].includes(to);
}
