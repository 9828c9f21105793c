import { encodeTrainingEvent } from '@vision/trainer-sdk/protocol';
import type { Job } from '../store/job.js';
import { eventOfJob } from './event-of-job.js';
import { WakeUp } from './wake-up.js';
import { type WatcherSocket, waitForDrain } from './watcher-socket.js';

const GATHER_MS = 100;

/** One watcher's view of the states of all jobs of a user. Only the newest state of each job waits to be sent. */
export class JobListWatch {
  readonly #userId: number;
  readonly #socket: WatcherSocket;
  readonly #signal: AbortSignal;
  readonly #wakeUp: WakeUp;
  readonly #changed = new Map<number, Job>();

  constructor(options: {
    userId: number;
    socket: WatcherSocket;
    /** Aborted when the watcher leaves. */
    signal: AbortSignal;
    onError: (error: unknown) => void;
  }) {
    this.#userId = options.userId;
    this.#socket = options.socket;
    this.#signal = options.signal;
    this.#wakeUp = new WakeUp(() => this.#sendStates(), { pauseMs: GATHER_MS, onError: options.onError });
  }

  /** Takes the new state of any job. */
  notify(job: Job): void {
    if (job.userId !== this.#userId) return;
    this.#changed.set(job.id, job);
    this.#wakeUp.request();
  }

  /** Sends nothing more. */
  stop(): void {
    this.#wakeUp.stop();
  }

  async #sendStates(): Promise<void> {
    if (!(await waitForDrain(this.#socket, this.#signal))) return;
    const jobs = [...this.#changed.values()];
    this.#changed.clear();
    // A state has no place among a job's records, so there is no cursor to go on from.
    for (const job of jobs) this.#socket.send(JSON.stringify(encodeTrainingEvent(eventOfJob(job, ''))));
  }
}
