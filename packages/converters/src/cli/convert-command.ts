import { defineCommand } from 'citty';
import { convert } from '../convert/convert.js';
import { InvalidDatasetError } from '../errors/invalid-dataset-error.js';
import { UsageError } from '../errors/usage-error.js';
import { formatNames } from '../formats/registry.js';
import { describeConversion, describeIssues, describeLosses } from '../report/describe-report.js';
import { formatOf, oneOf, readOptionsOf, sourceArguments, splitsOf } from './arguments.js';
import { createProgressLine } from './progress-line.js';

/** Arguments of the command. */
export const convertArguments = {
  ...sourceArguments,
  output: { type: 'positional', description: 'Folder to write to', required: false },
  to: { type: 'string', description: 'Format to write', valueHint: formatNames.join('|'), required: true },
  lossy: {
    type: 'string',
    description: 'What to do when the target cannot hold everything',
    valueHint: 'error|warn',
    default: 'error',
  },
  images: {
    type: 'string',
    description: 'How images get there',
    valueHint: 'copy|hardlink|symlink|reference',
    default: 'copy',
  },
  split: {
    type: 'string',
    description: 'Divide the images anew',
    valueHint: 'stratified|random|sequential|kfold|predefined',
  },
  ratios: { type: 'string', description: 'Shares of the splits', valueHint: 'train=0.8,val=0.2' },
  seed: { type: 'string', description: 'Seed of the split', default: '0' },
  folds: { type: 'string', description: 'Number of folds of kfold', valueHint: '5' },
  'group-by': {
    type: 'string',
    description: 'Regular expression on image paths: what its first group names stays together',
  },
  'split-file': { type: 'string', description: 'File of a predefined split: JSON, CSV, or a folder of lists' },
  overwrite: { type: 'boolean', description: 'Write into a folder that is not empty', default: false },
  'dry-run': { type: 'boolean', description: 'Check and list losses, write nothing', default: false },
  json: { type: 'boolean', description: 'Print the report as JSON', default: false },
} as const;

/** `vision-convert in/ --to yolo out/` */
export function convertCommand(signal: AbortSignal) {
  return defineCommand({
    meta: { name: 'vision-convert convert', description: 'Convert a dataset (what is done when no command is named)' },
    args: convertArguments,
    async run({ args }) {
      const dryRun = args['dry-run'];
      if (args.output === undefined && !dryRun) throw new UsageError('The folder to write to is missing.', 'output');
      const progress = createProgressLine(process.stderr);
      try {
        const report = await convert(args.input, formatOf('to', args.to), args.output ?? '', {
          ...readOptionsOf(args),
          lossy: oneOf('lossy', args.lossy, ['error', 'warn']),
          images: oneOf('images', args.images, ['copy', 'hardlink', 'symlink', 'reference']),
          splits: splitsOf(args),
          overwrite: args.overwrite,
          dryRun,
          signal,
          onProgress: progress.update,
          onLosses: (losses) => {
            progress.clear();
            process.stderr.write(`${args.to} cannot hold everything:\n${describeLosses(losses)}\n`);
          },
        });
        progress.clear();
        if (args.json) process.stdout.write(`${JSON.stringify(report)}\n`);
        else {
          if (report.issues.length > 0) process.stderr.write(`${describeIssues(report)}\n`);
          process.stdout.write(`${describeConversion(report, dryRun ? undefined : args.output)}\n`);
        }
      } catch (error) {
        progress.clear();
        if (error instanceof InvalidDatasetError) process.stderr.write(`${describeIssues(error.report)}\n`);
        throw error;
      }
    },
  });
}
