import type {
  CompletionReport,
  JobPatch,
  LogRecord,
  MetricRecord,
  ParamValue,
  ProgressReport,
  StatusPatch,
} from '@vision/trainer-sdk/protocol';
import { JobNotFoundError } from '../errors/job-not-found-error.js';
import type { Job, JobUpdate } from '../store/job.js';
import type { JobStore } from '../store/job-store.js';
import type { JobBus } from './job-bus.js';
import { applyCompletion, applyExit, applyJobPatch, applyProgress, applyStatusPatch } from './job-progress.js';
import { contentId, identifyLog, identifyMetric } from './record-identity.js';

/** How many of the records that were sent are new. */
export interface IntakeResult {
  readonly received: number;
  /** The others were already there. */
  readonly stored: number;
}

/** Takes what trainers say: stores it, then tells the bus. Every method may be repeated with the same argument. */
export class JobIntake {
  readonly #store: JobStore;
  readonly #bus: JobBus;

  constructor(store: JobStore, bus: JobBus) {
    this.#store = store;
    this.#bus = bus;
  }

  /** @throws JobNotFoundError */
  async metrics(jobId: number, records: readonly MetricRecord[]): Promise<IntakeResult> {
    await this.#require(jobId);
    if (records.length === 0) return { received: 0, stored: 0 };
    const stored = await this.#store.appendMetrics(jobId, records.map(identifyMetric));
    if (stored.length > 0) this.#bus.emit('metrics', jobId, stored);
    return { received: records.length, stored: stored.length };
  }

  /** Parameters that a record announces also become the job's. @throws JobNotFoundError */
  async logs(jobId: number, records: readonly LogRecord[]): Promise<IntakeResult> {
    await this.#require(jobId);
    if (records.length === 0) return { received: 0, stored: 0 };
    const stored = await this.#store.appendLogs(jobId, records.map(identifyLog));
    if (stored.length > 0) this.#bus.emit('logs', jobId, stored);
    const params: Record<string, ParamValue> = Object.assign({}, ...records.map((record) => record.params));
    if (Object.keys(params).length > 0) await this.change(jobId, (job) => ({ params: { ...job.params, ...params } }));
    return { received: records.length, stored: stored.length };
  }

  /** @throws JobNotFoundError */
  async status(jobId: number, patch: StatusPatch): Promise<Job> {
    const job = await this.change(jobId, (current) => applyStatusPatch(current, patch, now()));
    if (patch.traceback !== undefined) await this.#keepTraceback(jobId, patch.traceback);
    return job;
  }

  /** Takes how a trainer's process ended, which counts only where no end has been reported. @throws JobNotFoundError */
  async exit(jobId: number, patch: StatusPatch): Promise<Job> {
    return this.change(jobId, (current) => applyExit(current, patch, now()));
  }

  /** @throws JobNotFoundError */
  async patch(jobId: number, patch: JobPatch): Promise<Job> {
    return this.change(jobId, (current) => applyJobPatch(current, patch, now()));
  }

  /** @throws JobNotFoundError */
  async progress(jobId: number, report: ProgressReport): Promise<Job> {
    return this.change(jobId, (current) => applyProgress(current, report, now()));
  }

  /** @throws JobNotFoundError */
  async completion(jobId: number, report: CompletionReport): Promise<Job> {
    // Stored first, so that a watcher who sees the job end already has the traceback.
    if (report.traceback !== undefined) await this.#keepTraceback(jobId, report.traceback);
    return this.change(jobId, (current) => applyCompletion(current, report, now()));
  }

  /** Changes a job as `decide` says and tells the bus. @throws JobNotFoundError */
  async change(jobId: number, decide: (job: Job) => JobUpdate | undefined): Promise<Job> {
    const change = await this.#store.changeJob(jobId, (job) => {
      const update = decide(job);
      return update !== undefined && Object.keys(update).length > 0 ? update : undefined;
    });
    if (change === undefined) throw new JobNotFoundError(jobId);
    if (change.after !== change.before) this.#bus.emit('job', change.after);
    return change.after;
  }

  async #keepTraceback(jobId: number, traceback: string): Promise<void> {
    const record = { message: traceback, level: 'error', logType: 'stderr' } as const;
    await this.logs(jobId, [{ ...record, recordId: contentId(record) }]);
  }

  async #require(jobId: number): Promise<void> {
    if ((await this.#store.findJob(jobId)) === undefined) throw new JobNotFoundError(jobId);
  }
}

function now(): string {
  return new Date().toISOString();
}
