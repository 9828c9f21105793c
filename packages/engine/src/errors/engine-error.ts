/** Options of every {@link EngineError}. */
export interface EngineErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Base of every error thrown by `@vision/engine`. Catch it to tell the engine's complaints from others.
 *
 * `code` is stable across releases; `message` says what failed, what was expected and what was found.
 */
export class EngineError extends Error {
  /** Stable, upper-case identifier of the kind of failure. */
  readonly code: string;
  /** Whether the same call may succeed when repeated unchanged. */
  readonly isRetryable: boolean = false;

  constructor(code: string, message: string, options: EngineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
  }

  /** Whether `value` is an {@link EngineError}, also when it comes from another copy of this package. */
  static isInstance(value: unknown): value is EngineError {
    return value instanceof Error && marker in value;
  }
}

const marker = Symbol.for('vision.engine.error');
Object.defineProperty(EngineError.prototype, marker, { value: true });
