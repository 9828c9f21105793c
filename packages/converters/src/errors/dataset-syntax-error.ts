import { ConverterError } from './converter-error.js';

/** A file that is not what its format's grammar allows: broken JSON, XML, YAML or text. */
export class DatasetSyntaxError extends ConverterError {
  override readonly name = 'DatasetSyntaxError';

  constructor(
    syntax: string,
    problem: string,
    place: { file: string; line?: number | undefined; field?: string | undefined; cause?: unknown },
  ) {
    const where = place.line === undefined ? place.file : `${place.file}:${place.line}`;
    super(`${where}: not valid ${syntax}: ${problem}`, { code: `bad-${syntax.toLowerCase()}`, ...place });
  }
}
