import { TrainerError } from './trainer-error.js';

/** A checkpoint is missing, damaged, or does not fit the model. */
export class CheckpointError extends TrainerError {
  override readonly name = 'CheckpointError';
  static override readonly code = 'CHECKPOINT_INVALID';
  /** The checkpoint that is to blame. */
  readonly path: string;

  constructor(message: string, options: { path: string; cause?: unknown }) {
    super(CheckpointError.code, message, options);
    this.path = options.path;
  }
}
