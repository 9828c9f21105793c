import type { FieldIssue } from './protocol-error.js';
import { TrainerError } from './trainer-error.js';

/** A setting is missing or wrong; the message names each field, what was expected and what was found. */
export class ConfigError extends TrainerError {
  override readonly name = 'ConfigError';
  static override readonly code = 'CONFIG_INVALID';
  /** Every setting that is wrong, e.g. `{path: 'training.batchSize', message: 'expected more than 0, found -1'}`. */
  readonly issues: readonly FieldIssue[];

  constructor(issues: readonly FieldIssue[], options: { cause?: unknown } = {}) {
    const details = issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`));
    super(ConfigError.code, `Invalid configuration: ${details.join('; ')}`, options);
    this.issues = issues;
  }
}
