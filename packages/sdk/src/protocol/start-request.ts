import { z } from 'zod';
import { camelKeys, type SnakeKeys, snakeKeys } from './key-case.js';
import { parseBody } from './parse-body.js';
import { jobIdSchema, taskTypeSchema } from './scalars.js';
import type { TaskType } from './task-type.js';

/** Everything a training service needs to run a job; nothing of it is looked up elsewhere. */
export interface TrainingStartRequest {
  jobId: number;
  projectId?: number;
  /** Names the adapter, e.g. `classify`. */
  framework: string;
  modelName: string;
  taskType: TaskType;
  /** URI or local path. */
  datasetPath: string;
  datasetFormat: string;
  numClasses?: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  optimizer?: string;
  outputDir: string;
  device?: string;
  pretrained?: boolean;
  /** URI of a checkpoint to start from. */
  checkpointPath?: string;
  /** Settings that only the adapter understands. */
  advancedConfig?: Record<string, unknown>;
}

/** {@link TrainingStartRequest} on the wire. */
export type TrainingStartBody = SnakeKeys<TrainingStartRequest>;

/** Body of `POST /training/start`. */
export const trainingStartSchema = z.object({
  job_id: jobIdSchema,
  project_id: z.int().positive().nullish(),
  framework: z.string().min(1),
  model_name: z.string().min(1),
  task_type: taskTypeSchema,
  dataset_path: z.string().min(1),
  dataset_format: z.string().min(1),
  num_classes: z.int().positive().nullish(),
  epochs: z.int().positive(),
  batch_size: z.int().positive(),
  learning_rate: z.number().positive(),
  optimizer: z.string().min(1).nullish(),
  output_dir: z.string().min(1),
  device: z.string().min(1).nullish(),
  pretrained: z.boolean().nullish(),
  checkpoint_path: z.string().min(1).nullish(),
  advanced_config: z.record(z.string(), z.unknown()).nullish(),
});

/** Answer to an accepted start request. */
export const trainingStartedSchema = z.object({
  job_id: jobIdSchema,
  status: z.literal('started'),
  message: z.string(),
});

/** A start request as it goes on the wire. */
export function encodeTrainingStart(request: TrainingStartRequest): TrainingStartBody {
  return snakeKeys(request);
}

/** Reads a start request. @throws ProtocolError naming every wrong field. */
export function readTrainingStart(body: unknown): TrainingStartRequest {
  return camelKeys(parseBody(trainingStartSchema, body, 'training start request'));
}
