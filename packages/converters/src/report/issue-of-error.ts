import type { ConverterError } from '../errors/converter-error.js';
import type { Issue } from './issue.js';

/** The issue for a file of a dataset that could not be taken, where the rest of the dataset still can. */
export function issueOf(error: ConverterError, file: string): Issue {
  return {
    severity: 'error',
    code: error.code,
    file: error.file ?? file,
    line: error.line,
    field: error.field,
    message: error.message,
    fix: 'Mend the file, or leave it out with the policy "skip".',
    action: 'skipped',
  };
}
