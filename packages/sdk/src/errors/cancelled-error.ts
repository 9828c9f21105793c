import { TrainerError } from './trainer-error.js';

/** A run was cancelled through its `AbortSignal`. */
export class CancelledError extends TrainerError {
  override readonly name = 'CancelledError';

  /** @param reason The signal's reason. */
  constructor(reason?: unknown) {
    super('TRAINING_CANCELLED', 'Training was cancelled', reason === undefined ? {} : { cause: reason });
  }
}
