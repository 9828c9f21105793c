import { TrainerError } from './trainer-error.js';

/** One thing wrong with one field of a body. */
export interface FieldIssue {
  /** Where, as dotted path in the body's own spelling, e.g. `records.3.value`; empty for the body itself. */
  path: string;
  /** What was expected and what was found. */
  message: string;
}

/** A body on the wire does not have the form the protocol asks for; a server answers it with 422. */
export class ProtocolError extends TrainerError {
  override readonly name = 'ProtocolError';
  static override readonly code = 'PROTOCOL_BODY_INVALID';
  /** Every field that is wrong. */
  readonly issues: readonly FieldIssue[];

  constructor(subject: string, issues: readonly FieldIssue[], options: { cause?: unknown } = {}) {
    const details = issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`));
    super(ProtocolError.code, `Invalid ${subject}: ${details.join('; ')}`, options);
    this.issues = issues;
  }
}
