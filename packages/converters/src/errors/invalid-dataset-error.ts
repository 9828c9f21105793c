import type { ConversionReport } from '../report/conversion-report.js';
import { ConverterError } from './converter-error.js';

/** The source has errors and the policy is `strict`; nothing was written. */
export class InvalidDatasetError extends ConverterError {
  override readonly name = 'InvalidDatasetError';
  /** Everything found, not only the first error. */
  readonly report: ConversionReport;

  constructor(report: ConversionReport) {
    const first = report.issues.find(({ severity }) => severity === 'error');
    const example = first ? ` First: ${first.file}${first.line ? `:${first.line}` : ''}: ${first.message}` : '';
    const count = report.counts.error === 1 ? '1 error' : `${report.counts.error} errors`;
    super(`The dataset has ${count}; nothing was written.${example} Mend it, or use the policy "skip" or "repair".`, {
      code: 'invalid-dataset',
      file: first?.file,
      line: first?.line,
      field: first?.field,
    });
    this.report = report;
  }
}
