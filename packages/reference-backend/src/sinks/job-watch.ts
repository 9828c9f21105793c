import { encodeTrainingEvent, type TrainingEvent } from '@vision/trainer-sdk/protocol';
import type { JobStore } from '../store/job-store.js';
import { eventOfJob } from './event-of-job.js';
import { formatCursor, type StreamPosition } from './stream-cursor.js';
import { WakeUp } from './wake-up.js';
import { type WatcherSocket, waitForDrain } from './watcher-socket.js';

const RECORDS_PER_EVENT = 500;
const GATHER_MS = 40;

/**
 * One watcher's view of one job. It reads what is new from the store whenever the bus says that there is something, so
 * a slow watcher costs no memory, and one that comes back goes on where it stopped.
 */
export class JobWatch {
  readonly #jobId: number;
  readonly #store: JobStore;
  readonly #socket: WatcherSocket;
  readonly #signal: AbortSignal;
  readonly #wakeUp: WakeUp;
  #position: StreamPosition;
  #lastState = '';

  constructor(options: {
    jobId: number;
    store: JobStore;
    socket: WatcherSocket;
    /** What the watcher has already. */
    position: StreamPosition;
    /** Aborted when the watcher leaves. */
    signal: AbortSignal;
    onError: (error: unknown) => void;
  }) {
    this.#jobId = options.jobId;
    this.#store = options.store;
    this.#socket = options.socket;
    this.#position = options.position;
    this.#signal = options.signal;
    this.#wakeUp = new WakeUp(() => this.#sendNews(), { pauseMs: GATHER_MS, onError: options.onError });
    this.#wakeUp.request();
  }

  /** Says that the job or its records may have changed. */
  notify(): void {
    this.#wakeUp.request();
  }

  /** Sends nothing more. */
  stop(): void {
    this.#wakeUp.stop();
  }

  async #sendNews(): Promise<void> {
    // Read before the records and sent after them: a watcher told of the end has everything that led to it.
    const job = await this.#store.findJob(this.#jobId);
    if (!(await this.#sendRecords()) || job === undefined) return;
    const state = JSON.stringify(encodeTrainingEvent(eventOfJob(job, '')));
    if (state === this.#lastState) return;
    this.#lastState = state;
    this.#send(eventOfJob(job, formatCursor(this.#position)));
  }

  /** @returns false when the watcher has gone */
  async #sendRecords(): Promise<boolean> {
    for (;;) {
      if (!(await waitForDrain(this.#socket, this.#signal))) return false;
      const { metricId, logId } = this.#position;
      const metrics = await this.#store.readMetrics(this.#jobId, { afterId: metricId, limit: RECORDS_PER_EVENT });
      const logs = await this.#store.readLogs(this.#jobId, { afterId: logId, limit: RECORDS_PER_EVENT });
      if (this.#signal.aborted) return false;
      if (metrics.length > 0) {
        this.#position = { ...this.#position, metricId: metrics.at(-1)?.id ?? metricId };
        this.#send({ ...this.#head(), event: 'training_metric', records: metrics.map(({ record }) => record) });
      }
      if (logs.length > 0) {
        this.#position = { ...this.#position, logId: logs.at(-1)?.id ?? logId };
        this.#send({ ...this.#head(), event: 'training_log', records: logs.map(({ record }) => record) });
      }
      if (metrics.length < RECORDS_PER_EVENT && logs.length < RECORDS_PER_EVENT) return true;
    }
  }

  #head(): { jobId: number; cursor: string } {
    return { jobId: this.#jobId, cursor: formatCursor(this.#position) };
  }

  #send(event: TrainingEvent): void {
    this.#socket.send(JSON.stringify(encodeTrainingEvent(event)));
  }
}
