import { readWatchRequest, type WatchRequest } from '@vision/trainer-sdk/protocol';
import { z } from 'zod';

/** Channel of the states of all jobs of a user. */
export const JOBS_CHANNEL = 'jobs';

const jobListRequestSchema = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  channel: z.literal(JOBS_CHANNEL),
});

/** What a watcher asks for: one job, or the list of all. */
export type ChannelRequest = WatchRequest | { readonly action: WatchRequest['action']; readonly jobId: undefined };

/** Reads a watcher's request. @throws ProtocolError naming every wrong field */
export function readChannelRequest(body: unknown): ChannelRequest {
  const jobList = jobListRequestSchema.safeParse(body);
  return jobList.success ? { action: jobList.data.action, jobId: undefined } : readWatchRequest(body);
}
