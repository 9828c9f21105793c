import ky from 'ky';
import { messageOf } from '../errors/message-of.js';
import { encodeBatchBody } from '../protocol/batch-body.js';
import { endpoints, INTERNAL_AUTH_HEADER } from '../protocol/endpoints.js';
import type { Batch, Endpoint } from './outbox.js';
import { classifyAnswer, type SendOutcome, type Transport } from './transport.js';
import { createUnrefFetch } from './unref-fetch.js';

interface Route {
  method: 'post' | 'patch';
  path: (jobId: number) => string;
  bodyOf: (records: readonly string[]) => string;
}

const only = (records: readonly string[]): string => records[0] ?? '';

const routes: Record<Endpoint, Route> = {
  metrics: { method: 'post', path: endpoints.metrics, bodyOf: encodeBatchBody },
  logs: { method: 'post', path: endpoints.logs, bodyOf: encodeBatchBody },
  status: { method: 'patch', path: endpoints.status, bodyOf: only },
  progress: { method: 'post', path: endpoints.progress, bodyOf: only },
  completion: { method: 'post', path: endpoints.completion, bodyOf: only },
};

/** Where a {@link HttpTransport} sends to. */
export interface HttpTransportOptions {
  /** Base URL of the backend, without a slash at the end. */
  backendUrl: string;
  jobId: number;
  token: string | undefined;
  requestTimeoutMs: number;
  /** @default one that does not keep the process alive */
  fetch?: typeof fetch | undefined;
}

/** Sends batches to a backend over HTTP. */
export class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;
  #fetch: Promise<typeof fetch> | undefined;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  async send(batch: Batch, signal: AbortSignal): Promise<SendOutcome> {
    const { backendUrl, jobId, token, requestTimeoutMs } = this.#options;
    const route = routes[batch.endpoint];
    const url = backendUrl + route.path(jobId);
    this.#fetch ??= this.#options.fetch
      ? Promise.resolve(this.#options.fetch)
      : createUnrefFetch(new URL(url).protocol);
    try {
      const response = await ky(url, {
        method: route.method,
        body: route.bodyOf(batch.records),
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { [INTERNAL_AUTH_HEADER]: token }),
        },
        fetch: await this.#fetch,
        // ky's own timeout would keep the process alive.
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
        timeout: false,
        redirect: 'manual',
        // Waiting and sending again is the sender's part: it knows the deadline and what else there is to send.
        retry: 0,
        throwHttpErrors: false,
      });
      return classifyAnswer({ status: response.status, headers: response.headers, text: await response.text() }, url);
    } catch (error) {
      return { kind: 'retry', reason: `cannot reach ${url}: ${rootMessage(error)}` };
    }
  }
}

/** The innermost cause names the real trouble, e.g. `connect ECONNREFUSED 127.0.0.1:8000`. */
function rootMessage(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return messageOf(root) || (root instanceof Error && 'code' in root ? String(root.code) : 'unknown error');
}
