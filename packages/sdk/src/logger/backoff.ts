/** How long to wait between attempts. */
export interface BackoffLimits {
  /** Wait after the first failure, before jitter. */
  minDelayMs: number;
  /** Longest wait of our own choice. */
  maxDelayMs: number;
}

/** Longest wait that a server can ask for. */
const MAX_RETRY_AFTER_MS = 600_000;

/**
 * The wait after `failures` failures in a row: exponential, with jitter of half the delay so that many trainers do not come
 * back at once, and never shorter than what the server asked for.
 */
export function backoffDelayMs(
  failures: number,
  limits: BackoffLimits,
  options: { retryAfterMs?: number | undefined; random?: () => number } = {},
): number {
  const random = options.random ?? Math.random;
  const ceiling = Math.min(limits.maxDelayMs, limits.minDelayMs * 2 ** Math.min(failures - 1, 30));
  const delay = ceiling / 2 + random() * (ceiling / 2);
  return Math.max(delay, Math.min(options.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}

/** Reads a `Retry-After` header: seconds or an HTTP date. */
export function parseRetryAfterMs(header: string | null, nowMs: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
