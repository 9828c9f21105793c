import { BackendError } from './backend-error.js';

/** A trainer could not be started for a job; the job is marked failed with this message. */
export class StartError extends BackendError {
  override readonly name = 'StartError';
  static readonly code = 'START_FAILED';
  readonly jobId: number;

  constructor(jobId: number, problem: string, options: { readonly cause?: unknown } = {}) {
    super(StartError.code, `Job ${jobId} could not be started: ${problem}`, options);
    this.jobId = jobId;
  }

  /** True for trainers that did not start, also those of another installed copy of this package. */
  static override isInstance(error: unknown): error is StartError {
    return BackendError.isInstance(error) && error.code === StartError.code;
  }
}
