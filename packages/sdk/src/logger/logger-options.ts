import { ConfigError } from '../errors/config-error.js';
import type { FieldIssue } from '../errors/protocol-error.js';
import { createAttempt } from '../protocol/record-id.js';
import type { BackoffLimits } from './backoff.js';
import type { BatchLimits } from './outbox.js';

/** Options of a `TrainingLogger`. */
export interface TrainingLoggerOptions {
  /** Base URL of the backend. @default the variable BACKEND_API_URL; without either the logger is disabled */
  backendUrl?: string;
  /** Sent as `X-Internal-Auth`. @default the variable INTERNAL_AUTH_TOKEN */
  token?: string;
  /** The job that is logged about, a positive integer. @default the variable JOB_ID */
  jobId?: number;
  /** Names this run of the trainer: 1 to 64 letters and digits, never used before for the job. @default a new name */
  attempt?: string;
  /** How long a record waits for others to share its request. @default 100 */
  flushIntervalMs?: number;
  /** @default 1000 */
  maxBatchRecords?: number;
  /** Length of a request's body, about. @default 524_288 */
  maxBatchBytes?: number;
  /** How much is kept in memory while the backend is away; beyond it the oldest go and are counted. @default 33_554_432 */
  maxMemoryBytes?: number;
  /** A request that takes longer counts as failed. @default 10_000 */
  requestTimeoutMs?: number;
  /** Wait after the first failed request, doubled each time. @default 500 */
  minRetryDelayMs?: number;
  /** Longest wait between failed requests. @default 30_000 */
  maxRetryDelayMs?: number;
  /** Sends the requests. @default one that does not keep the process alive */
  fetch?: typeof fetch;
  /** Told what a person should know: disabled, outage begins and ends, records dropped. @default console.warn */
  notify?: (message: string) => void;
  /** @default process.env */
  env?: Readonly<Record<string, string | undefined>>;
}

/** The settings that a logger works with. */
export interface LoggerSettings extends BatchLimits, BackoffLimits {
  attempt: string;
  flushIntervalMs: number;
  maxMemoryBytes: number;
  notify: (message: string) => void;
  /** Absent means disabled. */
  backend:
    | {
        backendUrl: string;
        token: string | undefined;
        jobId: number;
        requestTimeoutMs: number;
        fetch: typeof fetch | undefined;
      }
    | undefined;
}

/**
 * Completes options from the environment and the defaults, and checks them.
 * @throws ConfigError naming every wrong option or variable.
 */
export function resolveLoggerOptions(options: TrainingLoggerOptions): LoggerSettings {
  const env = options.env ?? (typeof process === 'undefined' ? {} : process.env);
  const issues: FieldIssue[] = [];
  const positive = (path: keyof TrainingLoggerOptions, value: number): number => {
    if (!(value > 0)) issues.push({ path, message: `expected a positive number, found ${value}` });
    return value;
  };
  const settings: LoggerSettings = {
    attempt: options.attempt ?? createAttempt(),
    flushIntervalMs: positive('flushIntervalMs', options.flushIntervalMs ?? 100),
    maxBatchRecords: positive('maxBatchRecords', options.maxBatchRecords ?? 1000),
    maxBatchBytes: positive('maxBatchBytes', options.maxBatchBytes ?? 512 * 1024),
    maxMemoryBytes: positive('maxMemoryBytes', options.maxMemoryBytes ?? 32 * 1024 * 1024),
    minDelayMs: positive('minRetryDelayMs', options.minRetryDelayMs ?? 500),
    maxDelayMs: positive('maxRetryDelayMs', options.maxRetryDelayMs ?? 30_000),
    notify: harmless(options.notify ?? console.warn),
    backend: undefined,
  };
  if (!/^[0-9A-Za-z]{1,64}$/.test(settings.attempt)) {
    issues.push({ path: 'attempt', message: `expected 1 to 64 letters and digits, found "${settings.attempt}"` });
  }
  const url = options.backendUrl ?? (env.BACKEND_API_URL || undefined);
  if (url !== undefined) {
    settings.backend = {
      backendUrl: checkedUrl(url, options.backendUrl === undefined ? 'BACKEND_API_URL' : 'backendUrl', issues),
      token: options.token ?? (env.INTERNAL_AUTH_TOKEN || undefined),
      jobId: checkedJobId(options.jobId ?? env.JOB_ID, options.jobId === undefined ? 'JOB_ID' : 'jobId', issues),
      requestTimeoutMs: positive('requestTimeoutMs', options.requestTimeoutMs ?? 10_000),
      fetch: options.fetch,
    };
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return settings;
}

/** Whoever is told must not be able to fail the run. */
function harmless(notify: (message: string) => void): (message: string) => void {
  return (message) => {
    try {
      notify(message);
    } catch {
      // There is nobody left to tell.
    }
  };
}

function checkedUrl(url: string, path: string, issues: FieldIssue[]): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== 'http:' && protocol !== 'https:') {
    issues.push({ path, message: `expected a URL such as http://localhost:8000, found "${url}"` });
  }
  return url.replace(/\/+$/, '');
}

function checkedJobId(jobId: number | string | undefined, path: string, issues: FieldIssue[]): number {
  const value = jobId === undefined || jobId === '' ? Number.NaN : Number(jobId);
  if (!Number.isSafeInteger(value) || value <= 0) {
    issues.push({
      path,
      message: `expected a positive integer, found ${jobId === undefined ? 'nothing' : `"${jobId}"`}`,
    });
  }
  return value;
}
