import { EventEmitter } from 'eventemitter3';
import type { Job } from '../store/job.js';
import type { StoredLog, StoredMetric } from '../store/job-store.js';

/** What sinks are told, always after the store has it. */
export interface JobBusEvents {
  metrics: (jobId: number, records: readonly StoredMetric[]) => void;
  logs: (jobId: number, records: readonly StoredLog[]) => void;
  /** A job was created or changed in anything but its records. */
  job: (job: Job) => void;
}

/** Carries what was stored to the sinks: one direction, synchronous, and nothing comes back. */
export class JobBus extends EventEmitter<JobBusEvents> {}
