/** Details an error may carry besides its message. */
export interface BackendErrorOptions {
  readonly cause?: unknown;
  /** @default false */
  readonly isRetryable?: boolean;
}

/** Known to every installed copy of this package. */
const brand = Symbol.for('@vision/reference-backend/error');

/** Base of every error this package throws on purpose. `code` is stable across versions; `message` is for people. */
export class BackendError extends Error {
  override readonly name: string = 'BackendError';
  readonly code: string;
  readonly isRetryable: boolean;

  constructor(code: string, message: string, options: BackendErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for backend errors, also those of another installed copy of this package. */
  static isInstance(error: unknown): error is BackendError {
    return error instanceof Error && brand in error;
  }
}
