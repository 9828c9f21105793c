import type { Issue } from './issue.js';

/** An issue as one line for people: `file:line: severity code field: message (fix)`. */
export function formatIssue({ severity, code, file, line, field, message, fix, action }: Issue): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const done = action === undefined || action === 'reported' ? '' : ` [${action}]`;
  return `${place}: ${severity} ${code}${field ? ` ${field}` : ''}: ${message}${done}\n    fix: ${fix}`;
}
