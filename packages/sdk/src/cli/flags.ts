import { parseArgs } from 'node:util';
import type { AdapterConfigInput } from '../adapter/adapter-config.js';
import { ConfigError } from '../errors/config-error.js';
import { messageOf } from '../errors/message-of.js';
import type { FieldIssue } from '../errors/protocol-error.js';

type FlagKind = 'id' | 'text' | 'number' | 'switch' | 'json';

interface Flag {
  kind: FlagKind;
  /** Setting of the adapter's configuration that the flag gives; absent for the command's own flags. */
  setting?: string;
  help: string;
}

/** Every flag of `vision-train`, in the order of its help. */
export const flags = {
  'job-id': { kind: 'id', help: 'id of the job to report as; default the variable JOB_ID' },
  framework: { kind: 'text', setting: 'model.framework', help: 'name of the adapter, e.g. classify' },
  adapter: { kind: 'text', help: 'module of the adapter; default @vision/adapter-<framework>' },
  'model-name': { kind: 'text', setting: 'model.modelName', help: 'name of the model, e.g. resnet18' },
  'task-type': { kind: 'text', setting: 'model.taskType', help: 'e.g. image_classification' },
  'num-classes': { kind: 'number', setting: 'model.numClasses', help: 'number of classes; default as in the dataset' },
  pretrained: { kind: 'switch', setting: 'model.pretrained', help: 'start from published weights' },
  'checkpoint-path': { kind: 'text', setting: 'model.checkpointPath', help: 'checkpoint whose weights to start from' },
  'image-size': { kind: 'number', setting: 'model.imageSize', help: 'height and width of the input in pixels' },
  'dataset-path': { kind: 'text', setting: 'dataset.path', help: 'dataset: local path or URI' },
  'dataset-format': { kind: 'text', setting: 'dataset.format', help: 'layout of the dataset; default imagefolder' },
  epochs: { kind: 'number', setting: 'training.epochs', help: 'passes over the training split' },
  'batch-size': { kind: 'number', setting: 'training.batchSize', help: 'images a step' },
  'learning-rate': { kind: 'number', setting: 'training.learningRate', help: 'peak learning rate' },
  optimizer: { kind: 'text', setting: 'training.optimizer', help: 'name of the optimizer' },
  seed: { kind: 'number', setting: 'training.seed', help: 'seed of everything random' },
  device: { kind: 'text', setting: 'training.device', help: 'e.g. cpu, cuda, webgpu' },
  'output-dir': { kind: 'text', setting: 'training.outputDir', help: 'directory for checkpoints and results' },
  'early-stopping-patience': {
    kind: 'number',
    setting: 'training.earlyStoppingPatience',
    help: 'stop after so many epochs without improvement',
  },
  'max-seconds': {
    kind: 'number',
    setting: 'training.maxSeconds',
    help: 'stop after the epoch in which this time is up',
  },
  'checkpoint-metric': {
    kind: 'text',
    setting: 'training.checkpointMetric',
    help: 'metric that decides the best epoch',
  },
  'log-every-steps': { kind: 'number', setting: 'training.logEverySteps', help: 'send the metrics of every n-th step' },
  'advanced-config': { kind: 'json', setting: 'advancedConfig', help: 'settings of the adapter as a JSON object' },
  resume: { kind: 'text', help: 'checkpoint to go on from: local path or URI' },
  help: { kind: 'switch', help: 'show this' },
} as const satisfies Record<string, Flag>;

/** Name of a flag, without the dashes. */
export type FlagName = keyof typeof flags;

/** What the command line asks for. */
export interface Command {
  isHelp: boolean;
  jobId?: number;
  /** Module of the adapter. */
  adapter?: string;
  resumeFrom?: string;
  config: AdapterConfigInput;
}

/**
 * Reads the arguments of `vision-train`. Underscores in a flag's name count as dashes.
 * @throws ConfigError naming every wrong flag.
 */
export function parseCommand(args: readonly string[]): Command {
  const issues: FieldIssue[] = [];
  const values = readValues(args, issues);
  const config: Record<string, unknown> = { model: {}, dataset: {}, training: {} };
  for (const [name, value] of values) {
    const flag: Flag = flags[name];
    if (flag.setting !== undefined) assign(config, flag.setting.split('.'), value);
  }
  for (const name of values.has('help') ? [] : requiredFlags) {
    if (!values.has(name)) issues.push({ path: `--${name}`, message: 'is required' });
  }
  if (issues.length > 0) throw new ConfigError(issues);
  const [jobId, adapter, resumeFrom] = [values.get('job-id'), values.get('adapter'), values.get('resume')];
  return {
    isHelp: values.has('help'),
    ...(typeof jobId === 'number' ? { jobId } : {}),
    ...(typeof adapter === 'string' ? { adapter } : {}),
    ...(typeof resumeFrom === 'string' ? { resumeFrom } : {}),
    // The adapter checks it.
    config: config as unknown as AdapterConfigInput,
  };
}

const requiredFlags: readonly FlagName[] = ['framework', 'model-name', 'task-type', 'dataset-path'];

/** The flag that gives a setting, e.g. `--batch-size` for `training.batchSize`; the setting itself if there is none. */
export function flagOf(setting: string): string {
  const entries: [string, Flag][] = Object.entries(flags);
  const found = entries.find(([, flag]) => flag.setting === setting);
  return found === undefined ? setting : `--${found[0]}`;
}

/** The text of `vision-train --help`. */
export function helpText(): string {
  const lines = Object.entries(flags).map(([name, flag]) => {
    const value = flag.kind === 'switch' ? '' : ` <${flag.kind}>`;
    return `  ${`--${name}${value}`.padEnd(36)}${flag.help}`;
  });
  return `Usage: vision-train --framework <name> --model-name <name> --task-type <type> --dataset-path <path> [flags]\n\n${lines.join('\n')}\n`;
}

function readValues(args: readonly string[], issues: FieldIssue[]): Map<FlagName, unknown> {
  const values = new Map<FlagName, unknown>();
  const dashed = args.map((arg) => arg.replace(/^--[^=]+/, (name) => name.replaceAll('_', '-')));
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { kind }]) => [
      name,
      { type: kind === 'switch' ? 'boolean' : 'string' } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: dashed, options, strict: false, tokens: true });
  let unknownAt: number | undefined;
  for (const token of tokens) {
    // What follows an unknown flag is most likely its value.
    const isValueOfUnknown = unknownAt !== undefined && token.index === unknownAt + 1;
    const typed = args[token.index] ?? '';
    if (token.kind === 'positional' && !isValueOfUnknown) issues.push({ path: typed, message: 'is not a flag' });
    if (token.kind !== 'option') continue;
    if (!isFlag(token.name)) {
      unknownAt = token.index;
      const path = typed.startsWith('--') ? typed.replace(/=.*/s, '') : token.rawName;
      issues.push({ path, message: 'is not a flag of vision-train; see --help' });
      continue;
    }
    try {
      if (token.inlineValue === false && token.value.startsWith('--'))
        throw new Error('expected a value, found a flag');
      values.set(token.name, readValue(flags[token.name].kind, token.value));
    } catch (error) {
      issues.push({ path: `--${token.name}`, message: messageOf(error) });
    }
  }
  return values;
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

function readValue(kind: FlagKind, text: string | undefined): unknown {
  if (kind === 'switch') return readSwitch(text);
  if (text === undefined || text === '') throw new Error('expected a value, found nothing');
  switch (kind) {
    case 'id':
      return readId(text);
    case 'text':
      return text;
    case 'number':
      return readNumber(text);
    case 'json':
      return readJson(text);
    default:
      return kind satisfies never;
  }
}

function readSwitch(text: string | undefined): boolean {
  if (text === undefined || text === 'true') return true;
  if (text === 'false') return false;
  throw new Error(`expected true or false, found "${text}"`);
}

function readId(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`expected a positive integer, found "${text}"`);
  return value;
}

function readNumber(text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`expected a number, found "${text}"`);
  return value;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`expected JSON: ${messageOf(cause)}`, { cause });
  }
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) target[head] = value;
  else assign(target[head] as Record<string, unknown>, rest, value);
}
