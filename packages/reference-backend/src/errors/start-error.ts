import { BackendError } from './backend-error.js';

/** A trainer could not be started for a job; the job is marked failed with this message. */
export class StartError extends BackendError {
  override readonly name = 'StartError';
  readonly jobId: number;

  constructor(jobId: number, problem: string, options: { readonly cause?: unknown } = {}) {
    super('START_FAILED', `Job ${jobId} could not be started: ${problem}`, options);
    this.jobId = jobId;
  }
}
