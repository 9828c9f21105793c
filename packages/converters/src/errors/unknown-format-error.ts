import { ConverterError } from './converter-error.js';

/** No format was named and none could be recognised, or the name is not one of ours. */
export class UnknownFormatError extends ConverterError {
  override readonly name = 'UnknownFormatError';

  constructor(message: string, file: string) {
    super(message, { code: 'unknown-format', file });
  }
}
