import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCompletionReport, readProgressReport } from '../protocol/callback-schema.js';
import type { CompletionReport } from '../protocol/completion-report.js';
import { endpoints, INTERNAL_AUTH_HEADER } from '../protocol/endpoints.js';
import { encodeErrorBody } from '../protocol/error-body.js';
import type { LogRecord } from '../protocol/log-record.js';
import { readLogsBody } from '../protocol/log-schema.js';
import type { MetricRecord } from '../protocol/metric-record.js';
import { readMetricsBody } from '../protocol/metric-schema.js';
import type { ProgressReport } from '../protocol/progress-report.js';
import type { StatusPatch } from '../protocol/status-patch.js';
import { readStatusPatch } from '../protocol/status-schema.js';

/** How a {@link FakeBackend} treats a request; nothing of it means: store and answer 200. */
export interface FakeAnswer {
  /** Answer with this status; an error status stores nothing. @default 200 */
  status?: number;
  headers?: Record<string, string>;
  /** Wait before answering. */
  delayMs?: number;
  /** Cut the connection instead of answering: before or after the body was stored. */
  cut?: 'before_store' | 'after_store';
}

/** A request that reached a {@link FakeBackend}. */
export interface FakeRequest {
  method: string;
  path: string;
  token: string | undefined;
  body: unknown;
  /** `performance.now()` on arrival. */
  atMs: number;
}

/**
 * A backend for tests of trainers: a real HTTP server on loopback that keeps what it is sent in memory, each record once by
 * its id, and misbehaves on request.
 */
export class FakeBackend {
  /** Every request, in order of arrival. */
  readonly requests: FakeRequest[] = [];
  readonly metrics: MetricRecord[] = [];
  readonly logs: LogRecord[] = [];
  readonly statuses: StatusPatch[] = [];
  readonly progress: ProgressReport[] = [];
  readonly completions: CompletionReport[] = [];
  /** Records that came again with an id already stored. */
  duplicates = 0;
  readonly #planned: FakeAnswer[] = [];
  readonly #stored = new Set<string>();
  #standing: FakeAnswer = {};
  #server: Server | undefined;
  #port = 0;

  /** Starts a backend on a free port. */
  static async start(): Promise<FakeBackend> {
    const backend = new FakeBackend();
    await backend.listen();
    return backend;
  }

  /** Base URL; the same after a restart. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Treats the next requests so, one answer each; after them the standing answer holds again. */
  plan(...answers: FakeAnswer[]): void {
    this.#planned.push(...answers);
  }

  /** Treats all further requests so. */
  always(answer: FakeAnswer): void {
    this.#standing = answer;
  }

  /** Goes on after {@link stop}, on the same port and with all that was stored. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#handle(request, response));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts every connection and refuses new ones. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const [method, path] = [request.method ?? '', request.url ?? ''];
    const token = request.headers[INTERNAL_AUTH_HEADER.toLowerCase()];
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.requests.push({ method, path, token: token?.toString(), body, atMs: performance.now() });

    const answer = this.#planned.shift() ?? this.#standing;
    if (answer.delayMs !== undefined) await sleep(answer.delayMs, undefined, { ref: false });
    if (answer.cut === 'before_store') return void request.socket.destroy();
    const status = answer.status ?? 200;
    if (status >= 300) return reply(response, status, encodeErrorBody('PLANNED', `planned ${status}`), answer.headers);
    try {
      this.#store(method, path, body);
    } catch (error) {
      return reply(response, 422, encodeErrorBody('INVALID', String(error)));
    }
    if (answer.cut === 'after_store') return void request.socket.destroy();
    reply(response, status, {}, answer.headers);
  }

  #store(method: string, path: string, body: unknown): void {
    const jobId = Number(/\/(\d+)(\/|$)/.exec(path)?.[1]);
    switch (`${method} ${path}`) {
      case `POST ${endpoints.metrics(jobId)}`:
        this.metrics.push(...readMetricsBody(body).filter((record) => this.#isNew(record.recordId)));
        break;
      case `POST ${endpoints.logs(jobId)}`:
        this.logs.push(...readLogsBody(body).logs.filter((record) => this.#isNew(record.recordId)));
        break;
      case `PATCH ${endpoints.status(jobId)}`:
        this.statuses.push(readStatusPatch(body));
        break;
      case `POST ${endpoints.progress(jobId)}`:
        this.progress.push(readProgressReport(body));
        break;
      case `POST ${endpoints.completion(jobId)}`:
        this.completions.push(readCompletionReport(body));
        break;
      default:
        throw new Error(`no such endpoint: ${method} ${path}`);
    }
  }

  #isNew(recordId: string | undefined): boolean {
    if (recordId === undefined) return true;
    if (this.#stored.has(recordId)) {
      this.duplicates += 1;
      return false;
    }
    this.#stored.add(recordId);
    return true;
  }
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
