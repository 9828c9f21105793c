import { TrainerError } from './trainer-error.js';

/** No installed package provides the framework that was asked for. */
export class AdapterNotFoundError extends TrainerError {
  override readonly name = 'AdapterNotFoundError';
  static override readonly code = 'ADAPTER_NOT_FOUND';
  /** The module that was looked for, e.g. `@vision/adapter-classify`. */
  readonly specifier: string;

  constructor(message: string, options: { specifier: string; cause?: unknown }) {
    super(AdapterNotFoundError.code, message, options);
    this.specifier = options.specifier;
  }
}
