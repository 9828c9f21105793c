import { RequestError } from './request-error.js';

/** There is no job with this id. */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
  static readonly code = 'JOB_NOT_FOUND';
  readonly jobId: number;

  constructor(jobId: number) {
    super(404, JobNotFoundError.code, `There is no job ${jobId}`);
    this.jobId = jobId;
  }

  /** True for jobs that are not there, also those of another installed copy of this package. */
  static override isInstance(error: unknown): error is JobNotFoundError {
    return RequestError.isInstance(error) && error.code === JobNotFoundError.code;
  }
}
