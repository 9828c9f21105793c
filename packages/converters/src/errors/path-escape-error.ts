import { ConverterError } from './converter-error.js';

/** A path in a dataset that would lead out of the dataset's folder. */
export class PathEscapeError extends ConverterError {
  override readonly name = 'PathEscapeError';
  readonly path: string;

  constructor(path: string, root: string) {
    super(`The path ${JSON.stringify(path)} leads out of ${root}; use a path inside the dataset.`, {
      code: 'path-escape',
    });
    this.path = path;
  }
}
