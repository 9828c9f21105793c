import { ConverterError } from './converter-error.js';

/** A command line that makes no sense; names the argument. */
export class UsageError extends ConverterError {
  override readonly name = 'UsageError';

  constructor(message: string, argument: string) {
    super(message, { code: 'bad-argument', field: argument });
  }
}
