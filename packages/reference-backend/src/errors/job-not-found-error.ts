import { RequestError } from './request-error.js';

/** There is no job with this id. */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
  readonly jobId: number;

  constructor(jobId: number) {
    super(404, 'JOB_NOT_FOUND', `There is no job ${jobId}`);
    this.jobId = jobId;
  }
}
