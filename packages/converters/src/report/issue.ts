/** `error`: the data cannot be taken as it is. `warning`: taken, but look at it. `info`: done on purpose, for the record. */
export type Severity = 'error' | 'warning' | 'info';

/** What was done about an issue. */
export type IssueAction = 'reported' | 'skipped' | 'repaired';

/** One thing found in a dataset, with its place and what to do about it. */
export interface Issue {
  readonly severity: Severity;
  /** Stable kebab-case name of the kind of issue, such as `box-outside-image`. */
  readonly code: string;
  /** File relative to the dataset's root. */
  readonly file: string;
  /** 1-based line, where the format has lines. */
  readonly line?: number | undefined;
  /** Path of the value inside the file, such as `annotations[3].bbox`. */
  readonly field?: string | undefined;
  /** What was expected and what was found. */
  readonly message: string;
  /** What a person can do about it. */
  readonly fix: string;
  /** @default 'reported' */
  readonly action?: IssueAction;
}

/** Receives issues as they are found. */
export interface IssueSink {
  add(issue: Issue): void;
}

/** A sink for repeated passes over a source whose issues are already known. */
export const silentIssues: IssueSink = { add: () => {} };
