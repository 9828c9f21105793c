import { EngineError, type EngineErrorOptions } from './engine-error.js';

/** What a {@link WeightsError} is about. */
export interface WeightsErrorDetails {
  readonly source: string;
  readonly problem: string;
}

/** A weights file, or a set of tensors, cannot be read or does not fit the model. */
export class WeightsError extends EngineError {
  /** The file's path, or what the tensors are for. */
  readonly source: string;
  readonly problem: string;

  constructor(details: WeightsErrorDetails, options: EngineErrorOptions = {}) {
    super('ENGINE_WEIGHTS', `${details.source}: ${details.problem}`, options);
    this.source = details.source;
    this.problem = details.problem;
  }
}
