import { encodeErrorBody, ProtocolError, readWatchRequest, type WatchRequest } from '@vision/trainer-sdk/protocol';
import { BackendError } from '../errors/backend-error.js';
import { JobNotFoundError } from '../errors/job-not-found-error.js';
import { RequestError } from '../errors/request-error.js';
import type { JobBus } from '../jobs/job-bus.js';
import type { Job } from '../store/job.js';
import type { JobStore } from '../store/job-store.js';
import type { User } from '../store/project.js';
import { JobListWatch } from './job-list-watch.js';
import { JobWatch } from './job-watch.js';
import { parseCursor, type StreamPosition } from './stream-cursor.js';
import type { WatcherSocket } from './watcher-socket.js';

const MAX_WATCHED_JOBS = 100;

interface Watcher {
  readonly user: User;
  readonly socket: WatcherSocket;
  readonly leaving: AbortController;
  readonly jobs: Map<number, JobWatch>;
  list: JobListWatch | undefined;
}

/** One watcher's end of a connection. */
export interface WatcherConnection {
  /** Takes a message from the watcher. */
  receive(text: string): Promise<void>;
  /** The watcher has left. */
  leave(): void;
}

/** Streams what happens to jobs to everybody who watches them. */
export class WebSocketSink {
  readonly #store: JobStore;
  readonly #bus: JobBus;
  readonly #onError: (error: unknown) => void;
  readonly #watchers = new Set<Watcher>();

  constructor(store: JobStore, bus: JobBus, onError: (error: unknown) => void) {
    this.#store = store;
    this.#bus = bus;
    this.#onError = onError;
    bus.on('metrics', this.#notifyRecords);
    bus.on('logs', this.#notifyRecords);
    bus.on('job', this.#notifyJob);
  }

  /** Takes a watcher in that has proved to be this user. */
  connect(user: User, socket: WatcherSocket): WatcherConnection {
    const watcher: Watcher = { user, socket, leaving: new AbortController(), jobs: new Map(), list: undefined };
    this.#watchers.add(watcher);
    return {
      receive: (text) => this.#receive(watcher, text),
      leave: () => this.#leave(watcher),
    };
  }

  /** Lets everybody go. */
  close(): void {
    this.#bus.off('metrics', this.#notifyRecords);
    this.#bus.off('logs', this.#notifyRecords);
    this.#bus.off('job', this.#notifyJob);
    for (const watcher of this.#watchers) {
      this.#leave(watcher);
      watcher.socket.close(1001, 'The backend is shutting down');
    }
  }

  readonly #notifyRecords = (jobId: number): void => {
    for (const watcher of this.#watchers) watcher.jobs.get(jobId)?.notify();
  };

  readonly #notifyJob = (job: Job): void => {
    for (const watcher of this.#watchers) {
      watcher.jobs.get(job.id)?.notify();
      watcher.list?.notify(job);
    }
  };

  async #receive(watcher: Watcher, text: string): Promise<void> {
    try {
      const { action, jobId, cursor } = readWatchRequest(parseJson(text));
      if (jobId === undefined) this.#watchList(watcher, action);
      else if (action === 'subscribe') await this.#watchJob(watcher, jobId, cursor);
      else this.#unwatchJob(watcher, jobId);
    } catch (error) {
      if (ProtocolError.isInstance(error)) {
        watcher.socket.send(JSON.stringify(encodeErrorBody(error.code, error.message, error.issues)));
      } else if (BackendError.isInstance(error)) {
        watcher.socket.send(JSON.stringify(encodeErrorBody(error.code, error.message)));
      } else {
        this.#onError(error);
      }
    }
  }

  #watchList(watcher: Watcher, action: WatchRequest['action']): void {
    watcher.list?.stop();
    watcher.list =
      action === 'unsubscribe'
        ? undefined
        : new JobListWatch({
            userId: watcher.user.id,
            socket: watcher.socket,
            signal: watcher.leaving.signal,
            onError: this.#onError,
          });
  }

  #unwatchJob(watcher: Watcher, jobId: number): void {
    watcher.jobs.get(jobId)?.stop();
    watcher.jobs.delete(jobId);
  }

  async #watchJob(watcher: Watcher, jobId: number, cursor: string | undefined): Promise<void> {
    const job = await this.#store.findJob(jobId);
    if (job === undefined) throw new JobNotFoundError(jobId);
    if (job.userId !== watcher.user.id) {
      throw new RequestError(403, 'JOB_FORBIDDEN', `Job ${jobId} belongs to somebody else`);
    }
    if (watcher.jobs.size >= MAX_WATCHED_JOBS && !watcher.jobs.has(jobId)) {
      throw new RequestError(400, 'TOO_MANY_SUBSCRIPTIONS', `At most ${MAX_WATCHED_JOBS} jobs on one connection`);
    }
    const position = await this.#startOf(jobId, cursor);
    if (watcher.leaving.signal.aborted) return;
    watcher.jobs.get(jobId)?.stop();
    watcher.jobs.set(
      jobId,
      new JobWatch({
        jobId,
        store: this.#store,
        socket: watcher.socket,
        position,
        signal: watcher.leaving.signal,
        onError: this.#onError,
      }),
    );
  }

  async #startOf(jobId: number, cursor: string | undefined): Promise<StreamPosition> {
    if (cursor === undefined) {
      const totals = await this.#store.countRecords(jobId);
      return { metricId: totals.lastMetricId, logId: totals.lastLogId };
    }
    const position = parseCursor(cursor);
    if (position === undefined) throw new RequestError(422, 'CURSOR_INVALID', `"${cursor}" is not a cursor`);
    return position;
  }

  #leave(watcher: Watcher): void {
    watcher.leaving.abort();
    watcher.list?.stop();
    for (const watch of watcher.jobs.values()) watch.stop();
    this.#watchers.delete(watcher);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError(422, 'MESSAGE_NOT_JSON', 'A message must be JSON', { cause });
  }
}
