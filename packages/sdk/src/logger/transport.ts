import { parseRetryAfterMs } from './backoff.js';
import type { Batch } from './outbox.js';

/** What became of a batch. */
export type SendOutcome =
  | { kind: 'delivered' }
  /** May succeed later. */
  | { kind: 'retry'; reason: string; retryAfterMs?: number }
  /** This batch never succeeds. */
  | { kind: 'rejected'; reason: string }
  /** No batch succeeds until somebody changes the configuration. */
  | { kind: 'refused'; reason: string };

/** Carries batches to a backend. */
export interface Transport {
  /** Sends a batch; never rejects. */
  send(batch: Batch, signal: AbortSignal): Promise<SendOutcome>;
}

/** What an answer means for the batch. */
export function classifyAnswer(answer: { status: number; headers: Headers; text: string }, url: string): SendOutcome {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const retryAfterMs = parseRetryAfterMs(headers.get('retry-after'));
    return {
      kind: 'retry',
      reason: `${url} answered ${status}`,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
  if (status === 401 || status === 403) {
    return { kind: 'refused', reason: `${url} answered ${status}: check INTERNAL_AUTH_TOKEN` };
  }
  if (status >= 300 && status < 400) {
    const target = headers.get('location') ?? 'elsewhere';
    return { kind: 'refused', reason: `${url} redirects to ${target}: check BACKEND_API_URL` };
  }
  return { kind: 'rejected', reason: `${url} answered ${status}: ${answer.text.slice(0, 500)}` };
}
