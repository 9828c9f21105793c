import { EngineError } from './engine-error.js';

/** What an {@link InputError} is about. */
export interface InputErrorDetails {
  readonly operand: string;
  readonly expected: string;
  readonly actual: string;
}

/** A value passed to the engine (a batch, labels, an option) is not what the call takes. */
export class InputError extends EngineError {
  /** The argument or option, e.g. `labels`. */
  readonly operand: string;
  readonly expected: string;
  readonly actual: string;

  constructor(details: InputErrorDetails) {
    super('ENGINE_INPUT', `${details.operand} should be ${details.expected}, but is ${details.actual}.`);
    this.operand = details.operand;
    this.expected = details.expected;
    this.actual = details.actual;
  }
}
