import { z } from 'zod';
import { ConfigError } from '../errors/config-error.js';
import { describeIssue } from '../errors/describe-issue.js';
import { fieldIssues } from '../protocol/parse-body.js';
import { taskTypes } from '../protocol/task-type.js';

const text = z.string().min(1);
const positiveInt = z.int().positive();

/** What to train. */
export const modelConfigSchema = z.strictObject({
  /** Names the adapter, e.g. `classify`. */
  framework: text,
  /** Name of the architecture as the adapter knows it, e.g. `resnet18`. */
  modelName: text,
  taskType: z.enum(taskTypes),
  /** Number of classes; absent means as many as the dataset has. */
  numClasses: positiveInt.optional(),
  /** Start from published weights. @default false */
  pretrained: z.boolean().default(false),
  /** URI or path of a checkpoint whose weights to start from. */
  checkpointPath: text.optional(),
  /** Height and width of the model's input in pixels; absent means the model's own default. */
  imageSize: positiveInt.optional(),
});

/** What to train on. */
export const datasetConfigSchema = z.strictObject({
  /** URI or path of the dataset. */
  path: text,
  /** Layout of the dataset, e.g. `imagefolder`, `coco`, `yolo`, `dice`. @default 'imagefolder' */
  format: text.default('imagefolder'),
});

/** How to train. */
export const trainingConfigSchema = z.strictObject({
  /** Passes over the training split. @default 10 */
  epochs: positiveInt.default(10),
  /** Images a step. @default 32 */
  batchSize: positiveInt.default(32),
  /** Peak learning rate. @default 0.01 */
  learningRate: z.number().positive().default(0.01),
  /** Name of the optimizer as the adapter knows it; absent means the adapter's default. */
  optimizer: text.optional(),
  /** Seed of everything random; the same seed on the same machine gives the same run. @default 0 */
  seed: z.int().nonnegative().default(0),
  /** E.g. `cpu`, `cuda`, `cuda:1`, `webgpu`. @default 'cpu' */
  device: text.default('cpu'),
  /** Directory for checkpoints and results; made if missing. @default 'runs/train' */
  outputDir: text.default('runs/train'),
  /** Stop when this many epochs in a row did not improve the checkpoint metric; absent means never. */
  earlyStoppingPatience: positiveInt.optional(),
  /**
   * Stop after the epoch in which this many seconds have passed since the start of the run; at least one epoch runs. Absent
   * means never.
   */
  maxSeconds: z.number().positive().optional(),
  /** Metric that decides which checkpoint is best; absent means the adapter's default. */
  checkpointMetric: text.optional(),
  /** Whether a high or a low checkpoint metric is good; absent means `min` for a loss or an error, `max` otherwise. */
  checkpointMode: z.enum(['min', 'max']).optional(),
  /** Send the metrics of every n-th step; all of them are checked for divergence. @default 1 */
  logEverySteps: positiveInt.default(1),
});

const adapterConfigSchema = z.strictObject({
  model: modelConfigSchema,
  dataset: datasetConfigSchema,
  training: z.prefault(trainingConfigSchema, {}),
  advancedConfig: z.record(z.string(), z.unknown()).default({}),
});

/** What to train, checked and with defaults filled in. */
export type ModelConfig = z.output<typeof modelConfigSchema>;

/** What to train on, checked and with defaults filled in. */
export type DatasetConfig = z.output<typeof datasetConfigSchema>;

/** How to train, checked and with defaults filled in. */
export type TrainingConfig = z.output<typeof trainingConfigSchema>;

/** What a caller gives to an adapter: defaults may be left out. */
export type AdapterConfigInput = z.input<typeof adapterConfigSchema>;

/** The settings of one run, checked and with defaults filled in. */
export interface AdapterConfig<TAdvanced = Record<string, unknown>> {
  model: ModelConfig;
  dataset: DatasetConfig;
  training: TrainingConfig;
  /** Settings that only the adapter understands. */
  advancedConfig: TAdvanced;
}

/**
 * Checks the settings of a run.
 * @param advancedSchema Checks `advancedConfig`; absent takes any object.
 * @throws ConfigError naming every wrong field, e.g. `training.batchSize: expected more than 0, found -1`.
 */
export function parseAdapterConfig(input: AdapterConfigInput): AdapterConfig;
export function parseAdapterConfig<T>(input: AdapterConfigInput, advancedSchema: z.ZodType<T>): AdapterConfig<T>;
export function parseAdapterConfig(input: AdapterConfigInput, advancedSchema?: z.ZodType): AdapterConfig<unknown> {
  const schema =
    advancedSchema === undefined
      ? adapterConfigSchema
      : adapterConfigSchema.extend({ advancedConfig: z.prefault(advancedSchema, {}) });
  const result = schema.safeParse(input, { error: describeIssue });
  if (!result.success) throw new ConfigError(fieldIssues(result.error.issues), { cause: result.error });
  return result.data;
}
