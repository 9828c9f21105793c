/** Where and why a conversion failed. */
export interface ConverterErrorDetails {
  /** Stable kebab-case name of the kind of failure. */
  readonly code: string;
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** Path of the value inside the file. */
  readonly field?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for('vision.converters.error');

/** Base of every error that this package throws on purpose. */
export class ConverterError extends Error {
  override readonly name: string = 'ConverterError';
  readonly code: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly field: string | undefined;
  /** A second try with the same input fails the same way. */
  readonly isRetryable: boolean = false;
  readonly [marker] = true;

  constructor(message: string, details: ConverterErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.file = details.file;
    this.line = details.line;
    this.field = details.field;
  }

  /** Tells a converter error even when two copies of this package are loaded. */
  static isInstance(value: unknown): value is ConverterError {
    return value instanceof Error && marker in value;
  }
}
