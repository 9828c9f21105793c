import { TrainerError } from './trainer-error.js';

/** No installed package provides the framework that was asked for. */
export class AdapterNotFoundError extends TrainerError {
  override readonly name = 'AdapterNotFoundError';
  /** The module that was looked for, e.g. `@vision/adapter-classify`. */
  readonly specifier: string;

  constructor(message: string, options: { specifier: string; cause?: unknown }) {
    super('ADAPTER_NOT_FOUND', message, options);
    this.specifier = options.specifier;
  }
}
