import { defineCommand } from 'citty';
import { check } from '../convert/check.js';
import { InvalidDatasetError } from '../errors/invalid-dataset-error.js';
import type { ConversionReport } from '../report/conversion-report.js';
import { describeConversion, describeIssues } from '../report/describe-report.js';
import { toSarif } from '../report/sarif.js';
import { oneOf, readOptionsOf, sourceArguments } from './arguments.js';
import { createProgressLine } from './progress-line.js';

/** Arguments of the command. */
export const checkArguments = {
  ...sourceArguments,
  format: { type: 'string', description: 'How to print what is found', valueHint: 'text|json|sarif', default: 'text' },
} as const;

const reportFormats = ['text', 'json', 'sarif'] as const;

const printers: Readonly<Record<(typeof reportFormats)[number], (report: ConversionReport) => string>> = {
  text: (report) => `${describeIssues(report)}\n${describeConversion(report, undefined)}`,
  json: (report) => JSON.stringify(report),
  sarif: (report) => JSON.stringify(toSarif(report)),
};

/** `vision-convert check in/`: fails when there are errors. */
export function checkCommand(signal: AbortSignal) {
  return defineCommand({
    meta: { name: 'vision-convert check', description: 'Say what is wrong with a dataset, where, and how to fix it' },
    args: checkArguments,
    async run({ args }) {
      const print = printers[oneOf('format', args.format, reportFormats)];
      const progress = createProgressLine(process.stderr);
      const report = await check(args.input, { ...readOptionsOf(args), signal, onProgress: progress.update }).finally(
        progress.clear,
      );
      process.stdout.write(`${print(report)}\n`);
      if (report.counts.error > 0) throw new InvalidDatasetError(report);
    },
  });
}
