import { TrainerError } from './trainer-error.js';

/** A dataset, or a file in it, is missing or cannot be read. */
export class DatasetError extends TrainerError {
  override readonly name = 'DatasetError';
  /** The file or directory that is to blame. */
  readonly path: string;

  constructor(message: string, options: { path: string; cause?: unknown }) {
    super('DATASET_INVALID', message, options);
    this.path = options.path;
  }
}
