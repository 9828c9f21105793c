import { isTerminalStatus } from '@vision/trainer-sdk/protocol';
import { BackendError } from '../errors/backend-error.js';
import { RequestError } from '../errors/request-error.js';
import type { JobStarter } from '../start/job-starter.js';
import type { Job } from '../store/job.js';
import type { JobStore } from '../store/job-store.js';
import type { JobIntake } from './job-intake.js';
import { applyStatus } from './job-progress.js';

/** Starts and cancels jobs. */
export class JobControl {
  readonly #store: JobStore;
  readonly #intake: JobIntake;
  readonly #starter: JobStarter;

  constructor(store: JobStore, intake: JobIntake, starter: JobStarter) {
    this.#store = store;
    this.#intake = intake;
    this.#starter = starter;
  }

  /**
   * Starts a pending job.
   * @throws RequestError 400 unless the job is pending, 502 when no trainer could be started (the job is then failed)
   */
  async start(jobId: number): Promise<Job> {
    let isClaimed = false;
    const job = await this.#intake.change(jobId, (current) => {
      isClaimed = current.status === 'pending';
      if (!isClaimed) return undefined;
      return {
        status: 'running',
        startedAt: new Date().toISOString(),
        outputDir: current.outputDir ?? `runs/job-${current.id}`,
      };
    });
    if (!isClaimed) {
      throw new RequestError(
        400,
        'JOB_NOT_PENDING',
        `Job ${jobId} is ${job.status}; only a pending job can be started`,
      );
    }
    try {
      const { processId } = await this.#starter.start(job);
      const started = await this.#intake.change(jobId, (current) =>
        isTerminalStatus(current.status) ? undefined : { processId },
      );
      // Cancelled between the claim and the spawn: that cancel found no trainer to stop.
      if (started.status === 'cancelling' || started.status === 'cancelled') await this.#starter.cancel(started);
      return started;
    } catch (error) {
      if (!BackendError.isInstance(error)) throw error;
      await this.#intake.status(jobId, { status: 'failed', error: error.message });
      throw new RequestError(502, error.code, error.message, { cause: error });
    }
  }

  /**
   * Cancels a job: at once while it is pending, else by stopping its trainer. Repeating it changes nothing.
   * @throws RequestError 409 when the job has already completed or failed
   */
  async cancel(jobId: number): Promise<Job> {
    let wasRunning = false;
    const job = await this.#intake.change(jobId, (current) => {
      wasRunning = current.status === 'running';
      const next = current.status === 'pending' ? 'cancelled' : 'cancelling';
      return applyStatus(current, next, new Date().toISOString());
    });
    if (job.status === 'completed' || job.status === 'failed') {
      throw new RequestError(409, 'JOB_ENDED', `Job ${jobId} has already ${job.status}; it cannot be cancelled`);
    }
    if (wasRunning) await this.#starter.cancel(job);
    return job;
  }

  /** Looks after jobs that were active when the backend last stopped. */
  async recover(): Promise<void> {
    const jobs = await this.#store.listJobs({ statuses: ['running', 'cancelling'], limit: 10_000 });
    for (const job of jobs) await this.#starter.recover(job);
  }
}
