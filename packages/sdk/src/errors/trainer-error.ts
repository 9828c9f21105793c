const brand = Symbol.for('@vision/trainer-sdk/TrainerError');

/** What every {@link TrainerError} can be given besides its message and code. */
export interface TrainerErrorOptions {
  /** The error that led to this one. */
  cause?: unknown;
  /** Whether trying the same thing again can succeed. @default false */
  isRetryable?: boolean;
}

/**
 * Base of every error this package raises on purpose. Its message is a sentence for people; programs read `code`.
 */
export class TrainerError extends Error {
  override readonly name: string = 'TrainerError';
  /** Stable identifier of the kind of failure, e.g. `'CONFIG_INVALID'`. */
  readonly code: string;
  /** Whether trying the same thing again can succeed. */
  readonly isRetryable: boolean;

  constructor(code: string, message: string, options: TrainerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The code of the class; undefined for this one, which stands for all of them. */
  static readonly code: string | undefined = undefined;

  /**
   * Tells whether `value` is an error of this class, also one made by another installed copy of this package. A subclass
   * without a `code` of its own goes by its prototype and its name.
   */
  static isInstance<T extends TrainerError>(
    this: (abstract new (...args: never[]) => T) & { readonly code: string | undefined },
    value: unknown,
  ): value is T {
    if (typeof value !== 'object' || value === null || !(brand in value)) return false;
    // biome-ignore lint/complexity/noThisInStatic: every subclass compares with itself
    return isOfClass(this, value);
  }
}

type ErrorClass = (abstract new (...args: never[]) => TrainerError) & { readonly code: string | undefined };

function isOfClass(type: ErrorClass, value: object): boolean {
  if (type === TrainerError) return true;
  if (Object.hasOwn(type, 'code') && type.code !== undefined) return 'code' in value && value.code === type.code;
  return value instanceof type || ('name' in value && value.name === type.name);
}
