import { TrainerError } from './trainer-error.js';

/** Where a loss stopped being a finite number. */
export interface Divergence {
  /** E.g. `train/loss`. */
  metric: string;
  /** NaN, Infinity or -Infinity. */
  value: number;
  epoch: number;
  step?: number;
}

/** A loss became NaN or infinite, so that further training is pointless. */
export class DivergedError extends TrainerError {
  override readonly name = 'DivergedError';
  static override readonly code = 'TRAINING_DIVERGED';
  /** Where it happened. */
  readonly divergence: Divergence;

  constructor(divergence: Divergence) {
    const { metric, value, epoch, step } = divergence;
    const place = step === undefined ? `epoch ${epoch}` : `epoch ${epoch}, step ${step}`;
    super(
      DivergedError.code,
      `Training diverged: ${metric} is ${value} at ${place}. Lower the learning rate or check the data and labels.`,
    );
    this.divergence = divergence;
  }
}
