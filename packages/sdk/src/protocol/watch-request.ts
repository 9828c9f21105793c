import { z } from 'zod';
import { parseBody } from './parse-body.js';

/** A message from a watcher to the backend. */
export const watchRequestSchema = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  /** E.g. `job:12`. */
  channel: z.string().regex(/^job:[1-9]\d*$/, { error: 'expected "job:" and the id of a job, e.g. "job:12"' }),
  /** Send again what came after this cursor. */
  cursor: z.string().nullish(),
});

/** What a watcher asks for. */
export interface WatchRequest {
  action: 'subscribe' | 'unsubscribe';
  jobId: number;
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
  return { action, jobId: Number(channel.slice('job:'.length)), ...(cursor == null ? {} : { cursor }) };
}

/** Name of the channel that carries a job's events. */
export function jobChannel(jobId: number): string {
  return `job:${jobId}`;
}
