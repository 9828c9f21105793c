import { TrainerError } from './trainer-error.js';

/** An artifact could not be stored or fetched. */
export class StorageError extends TrainerError {
  override readonly name = 'StorageError';
  static override readonly code = 'STORAGE_FAILED';
  /** The artifact's URI or path. */
  readonly uri: string;

  constructor(message: string, options: { uri: string; isRetryable?: boolean; cause?: unknown }) {
    super(StorageError.code, message, options);
    this.uri = options.uri;
  }
}
