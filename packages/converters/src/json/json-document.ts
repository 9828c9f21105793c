import type { IssueSink, Severity } from '../report/issue.js';
import { formatJsonPath, type JsonPath, locateJson } from './locate-json.js';
import { type JsonValue, parseJson } from './parse-json.js';

/** What is wrong with a value, and the remedy. */
export interface JsonProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** @default 'error' */
  readonly severity?: Severity;
}

/** A parsed JSON file that can report problems with the place of a value. */
export class JsonDocument {
  readonly file: string;
  readonly value: JsonValue;
  readonly #text: string;
  readonly #issues: IssueSink;

  /** @throws DatasetSyntaxError naming file and line where the text is not JSON. */
  constructor(text: string, file: string, issues: IssueSink) {
    this.file = file;
    this.value = parseJson(text, file);
    this.#text = text;
    this.#issues = issues;
  }

  lineOf(path: JsonPath): number {
    return locateJson(this.#text, path);
  }

  report(path: JsonPath, { code, message, fix, severity = 'error' }: JsonProblem): void {
    this.#issues.add({
      severity,
      code,
      file: this.file,
      line: this.lineOf(path),
      field: formatJsonPath(path),
      message,
      fix,
      action: severity === 'error' ? 'skipped' : 'reported',
    });
  }
}
