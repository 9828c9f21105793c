import { TrainerError } from './trainer-error.js';

/** A run was cancelled through its `AbortSignal`. */
export class CancelledError extends TrainerError {
  override readonly name = 'CancelledError';
  static override readonly code = 'TRAINING_CANCELLED';

  /** @param reason The signal's reason. */
  constructor(reason?: unknown) {
    super(CancelledError.code, 'Training was cancelled', reason === undefined ? {} : { cause: reason });
  }
}
