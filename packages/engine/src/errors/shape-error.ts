import { EngineError } from './engine-error.js';

/** What a {@link ShapeError} is about. */
export interface ShapeErrorDetails {
  readonly op: string;
  readonly operand: string;
  readonly expected: string;
  readonly actual: string;
}

/** An operand of an op has a shape or dtype that the op does not take. Thrown while the graph is built. */
export class ShapeError extends EngineError {
  /** The op, e.g. `conv2d`. */
  readonly op: string;
  /** The operand of the op, e.g. `weight`. */
  readonly operand: string;
  readonly expected: string;
  readonly actual: string;

  constructor(details: ShapeErrorDetails) {
    super('ENGINE_SHAPE', `${details.op}: ${details.operand} should be ${details.expected}, but is ${details.actual}.`);
    this.op = details.op;
    this.operand = details.operand;
    this.expected = details.expected;
    this.actual = details.actual;
  }
}
