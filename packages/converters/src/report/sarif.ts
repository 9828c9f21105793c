import type { JsonObject } from '../json/parse-json.js';
import type { ConversionReport } from './conversion-report.js';
import type { Severity } from './issue.js';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A report as SARIF 2.1.0, the form in which code hosts and editors show findings at their lines. */
export function toSarif({ issues }: ConversionReport): JsonObject {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'vision-convert', rules: [...new Set(issues.map(({ code }) => code))].map((id) => ({ id })) },
        },
        results: issues.map(({ code, severity, file, line, field, message, fix }) => ({
          ruleId: code,
          level: levels[severity],
          message: { text: `${field ? `${field}: ` : ''}${message} ${fix}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                ...(line !== undefined && { region: { startLine: line } }),
              },
            },
          ],
        })),
      },
    ],
  };
}
