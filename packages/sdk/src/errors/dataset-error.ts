import { TrainerError } from './trainer-error.js';

/** A dataset, or a file in it, is missing or cannot be read. */
export class DatasetError extends TrainerError {
  override readonly name = 'DatasetError';
  static override readonly code = 'DATASET_INVALID';
  /** The file or directory that is to blame. */
  readonly path: string;

  constructor(message: string, options: { path: string; cause?: unknown }) {
    super(DatasetError.code, message, options);
    this.path = options.path;
  }
}
