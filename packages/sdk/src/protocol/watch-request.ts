import { z } from 'zod';
import { parseBody } from './parse-body.js';

/** A message from a watcher to the backend. */
export const watchRequestSchema = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  /** E.g. `job:12`, or `jobs` for the states of all jobs. */
  channel: z
    .string()
    .regex(/^(job:[1-9]\d*|jobs)$/, { error: 'expected "jobs", or "job:" and the id of a job, e.g. "job:12"' }),
  /** Send again what came after this cursor. */
  cursor: z.string().nullish(),
});

/** What a watcher asks for. */
export interface WatchRequest {
  action: 'subscribe' | 'unsubscribe';
  /** Undefined means all jobs of the user: only their progress and their end, no metrics or logs. */
  jobId: number | undefined;
  /** Send again what came after this cursor; absent starts with what happens from now on. */
  cursor?: string;
}

/** A watcher's request as it goes on the wire. */
export function encodeWatchRequest({ jobId, ...request }: WatchRequest): z.input<typeof watchRequestSchema> {
  return { ...request, channel: jobChannel(jobId) };
}

/** Reads a watcher's request. @throws ProtocolError naming every wrong field. */
export function readWatchRequest(body: unknown): WatchRequest {
  const { action, channel, cursor } = parseBody(watchRequestSchema, body, 'watch request');
  const jobId = channel === 'jobs' ? undefined : Number(channel.slice('job:'.length));
  return { action, jobId, ...(cursor == null ? {} : { cursor }) };
}

/** Name of the channel that carries a job's events, or those of all jobs. */
export function jobChannel(jobId: number | undefined): string {
  return jobId === undefined ? 'jobs' : `job:${jobId}`;
}
