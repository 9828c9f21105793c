import { defineCommand } from 'citty';
import { check } from '../convert/check.js';
import { describeStatistics } from '../report/describe-report.js';
import { readOptionsOf, sourceArguments } from './arguments.js';
import { createProgressLine } from './progress-line.js';

/** Arguments of the command. */
export const statsArguments = {
  ...sourceArguments,
  json: { type: 'boolean', description: 'Print as JSON', default: false },
} as const;

/** `vision-convert stats in/` */
export function statsCommand(signal: AbortSignal) {
  return defineCommand({
    meta: { name: 'vision-convert stats', description: 'Count images, objects and classes, by split' },
    args: statsArguments,
    async run({ args }) {
      const progress = createProgressLine(process.stderr);
      const report = await check(args.input, { ...readOptionsOf(args), signal, onProgress: progress.update }).finally(
        progress.clear,
      );
      const { images, objects, categories, splits } = report;
      process.stdout.write(
        `${args.json ? JSON.stringify({ images, objects, categories, splits }) : describeStatistics(report)}\n`,
      );
    },
  });
}
