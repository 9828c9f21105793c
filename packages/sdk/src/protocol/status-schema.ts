import { z } from 'zod';
import type { JobStatus } from './job-status.js';
import { camelKeys } from './key-case.js';
import { parseBody } from './parse-body.js';
import { jobStatusSchema, normalizeTimestamp, timestampSchema, wireNumberSchema } from './scalars.js';
import type { StatusPatch } from './status-patch.js';
import { decodeNumber } from './wire-number.js';

/** `{status, error?, traceback?}` */
export const statusPatchSchema = z.object({
  status: jobStatusSchema,
  error: z.string().nullish(),
  traceback: z.string().nullish(),
});

/** `{status, accuracy?, loss?, completed_at?}`, which trainers send to the job itself. */
export const jobPatchSchema = z.object({
  status: jobStatusSchema,
  accuracy: wireNumberSchema.nullish(),
  loss: wireNumberSchema.nullish(),
  completed_at: timestampSchema.nullish(),
});

/** A trainer's change of its job through the job's own address. */
export interface JobPatch {
  status: JobStatus;
  accuracy?: number;
  loss?: number;
  /** ISO-8601 UTC with milliseconds. */
  completedAt?: string;
}

/** Reads the body of the status endpoint. @throws ProtocolError naming every wrong field. */
export function readStatusPatch(body: unknown): StatusPatch {
  return camelKeys(parseBody(statusPatchSchema, body, 'status'));
}

/** Reads a trainer's patch of a job. @throws ProtocolError naming every wrong field. */
export function readJobPatch(body: unknown): JobPatch {
  const { status, accuracy, loss, completed_at: completedAt } = parseBody(jobPatchSchema, body, 'job patch');
  return {
    status,
    ...(accuracy == null ? {} : { accuracy: decodeNumber(accuracy) }),
    ...(loss == null ? {} : { loss: decodeNumber(loss) }),
    ...(completedAt == null ? {} : { completedAt: normalizeTimestamp(completedAt) }),
  };
}
