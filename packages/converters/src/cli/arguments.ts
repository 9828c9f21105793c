import type { ArgsDef } from 'citty';
import { UsageError } from '../errors/usage-error.js';
import { type FormatName, formatNames, isFormatName } from '../formats/registry.js';
import type { SplitOptions, SplitRatios } from '../splits/split-options.js';

/** Arguments of every command that reads a dataset. */
export const sourceArguments = {
  input: { type: 'positional', description: 'Folder of the dataset, or its COCO file', required: true },
  from: {
    type: 'string',
    description: 'Format of the input; recognised when not given',
    valueHint: formatNames.join('|'),
  },
  'images-dir': { type: 'string', description: 'Folder of the images, when they are not where the format says' },
  'voc-first-pixel': { type: 'string', description: 'Number of the first pixel in VOC files: 1 (the standard) or 0' },
  policy: {
    type: 'string',
    description: 'What to do with bad data',
    valueHint: 'strict|skip|repair',
    default: 'strict',
  },
} as const satisfies ArgsDef;

/** @throws UsageError when the value is none of `choices`. */
export function oneOf<const T extends string>(argument: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`--${argument} is ${JSON.stringify(value)}; use one of ${choices.join(', ')}.`, argument);
}

/** @throws UsageError when it is no format's name. */
export function formatOf(argument: string, value: string): FormatName {
  return isFormatName(value) ? value : oneOf(argument, value, formatNames);
}

/** @throws UsageError when the text is not a whole number. */
export function wholeNumber(argument: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${argument} is ${JSON.stringify(text)}; a whole number was expected.`, argument);
}

/** Shares out of `train=0.8,val=0.2`. */
function ratiosOf(text: string): SplitRatios {
  const entries = text.split(',').map((part): [string, number] => {
    const [, name, share] = /^\s*([\w-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    if (name === undefined || share === undefined) {
      throw new UsageError(`--ratios has ${JSON.stringify(part)}; write it like train=0.8,val=0.1,test=0.1.`, 'ratios');
    }
    return [name, Number(share)];
  });
  return Object.fromEntries(entries);
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new UsageError(
      `--group-by is no regular expression: ${error instanceof Error ? error.message : error}.`,
      'group-by',
    );
  }
}

const strategies = ['stratified', 'random', 'sequential', 'kfold', 'predefined'] as const;

/** The arguments that say how images are divided; undefined when nothing was asked for. */
export function splitsOf(args: {
  readonly split?: string | undefined;
  readonly ratios?: string | undefined;
  readonly seed?: string | undefined;
  readonly folds?: string | undefined;
  readonly 'group-by'?: string | undefined;
  readonly 'split-file'?: string | undefined;
}): SplitOptions | undefined {
  const file = args['split-file'];
  const { split, ratios, folds } = args;
  if ([split, ratios, folds, file, args['group-by']].every((value) => value === undefined)) return undefined;
  const implied = file !== undefined ? 'predefined' : folds !== undefined ? 'kfold' : 'stratified';
  const strategy = oneOf('split', split ?? implied, strategies);
  const seed = wholeNumber('seed', args.seed ?? '0');
  const groupBy = args['group-by'] === undefined ? undefined : patternOf(args['group-by']);
  switch (strategy) {
    case 'predefined':
      if (file === undefined) throw new UsageError('--split predefined needs --split-file.', 'split-file');
      return { strategy, file };
    case 'kfold':
      return { strategy, folds: wholeNumber('folds', folds ?? '5'), seed, groupBy };
    case 'stratified':
    case 'random':
    case 'sequential':
      return { strategy, ratios: ratios === undefined ? undefined : ratiosOf(ratios), seed, groupBy };
    default:
      return strategy satisfies never;
  }
}

/** Options for reading, out of the arguments of every command. */
export function readOptionsOf(args: {
  readonly from?: string | undefined;
  readonly 'images-dir'?: string | undefined;
  readonly 'voc-first-pixel'?: string | undefined;
  readonly policy: string;
}) {
  const firstPixel = args['voc-first-pixel'];
  return {
    from: args.from === undefined ? undefined : formatOf('from', args.from),
    imagesDir: args['images-dir'],
    vocFirstPixel:
      firstPixel === undefined
        ? undefined
        : oneOf('voc-first-pixel', firstPixel, ['0', '1']) === '0'
          ? (0 as const)
          : (1 as const),
    policy: oneOf('policy', args.policy, ['strict', 'skip', 'repair']),
  };
}

/**
 * Refuses options that the command does not have: a misspelt one would else be passed over in silence.
 *
 * @throws UsageError naming the option.
 */
export function assertKnownOptions(rawArgs: readonly string[], known: ArgsDef): void {
  for (const raw of rawArgs) {
    if (raw === '--') return;
    const name = /^--(?:no-)?([^=]+)/.exec(raw)?.[1];
    if (name !== undefined && !Object.hasOwn(known, name)) {
      throw new UsageError(`There is no option --${name}; see --help.`, name);
    }
  }
}
