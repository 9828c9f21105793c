import type { Job } from '../store/job.js';

/** Where a trainer was started. */
export interface StartResult {
  /** Process id, where the trainer is a process of this machine. */
  readonly processId: number | null;
}

/** One way to run trainers: as child processes, on a training service, on a cluster. */
export interface JobStarter {
  /** Starts a trainer for a job that is already marked as running. @throws StartError when it cannot be started */
  start(job: Job): Promise<StartResult>;
  /** Asks the job's trainer to stop and makes sure that it does; resolves when the request is made. */
  cancel(job: Job): Promise<void>;
  /** Takes over a job that was active when the backend last stopped: watches its trainer on, or reports its end. */
  recover(job: Job): Promise<void>;
  /** Stops every trainer it started and waits until they are gone. */
  close(): Promise<void>;
}
