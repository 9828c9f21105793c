import type { Issue, IssueSink, Severity } from './issue.js';

/** Counts all issues and keeps the first ones, so that a broken dataset of any size takes bounded memory. */
export class IssueCollector implements IssueSink {
  readonly issues: Issue[] = [];
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  readonly countsByCode: Record<string, number> = {};
  skipped = 0;
  repaired = 0;
  readonly #limit: number;

  /** @param limit how many issues are kept in full. @default 1000 */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  add(issue: Issue): void {
    this.counts[issue.severity]++;
    this.countsByCode[issue.code] = (this.countsByCode[issue.code] ?? 0) + 1;
    if (issue.action === 'skipped') this.skipped++;
    if (issue.action === 'repaired') this.repaired++;
    if (this.issues.length < this.#limit) this.issues.push(issue);
  }
}
