import type { JobStatus } from './job-status.js';
import { type SnakeKeys, snakeKeys } from './key-case.js';

/** A trainer's word on the state of its job. */
export interface StatusPatch {
  status: JobStatus;
  /** Why the job failed. */
  error?: string;
  /** Stack of the error, kept in the job's logs. */
  traceback?: string;
}

/** {@link StatusPatch} on the wire. */
export type StatusPatchBody = SnakeKeys<StatusPatch>;

/** A status patch as it goes on the wire. */
export function encodeStatusPatch(patch: StatusPatch): StatusPatchBody {
  return snakeKeys(patch);
}
