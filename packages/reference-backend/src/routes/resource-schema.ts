import { z } from '@hono/zod-openapi';
import {
  encodeNumber,
  encodeProgressReport,
  jobStatusSchema,
  logLevels,
  logTypes,
  type ReportMetrics,
  type ReportMetricsBody,
  reportMetricsSchema,
  taskTypeSchema,
  wireNumberSchema,
} from '@vision/trainer-sdk/protocol';
import type { MetricPoint } from '../jobs/metric-series.js';
import type { Job } from '../store/job.js';
import type { StoredLog } from '../store/job-store.js';
import type { Project } from '../store/project.js';

const idSchema = z.int().positive();

/** Parts of a path that name a project or a job. */
export const idParamsSchema = z.object({ id: z.coerce.number().int().positive().openapi({ example: 1 }) });

export const projectSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    description: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Project');

export const newProjectSchema = z
  .object({ name: z.string().min(1).max(200), description: z.string().max(10_000).nullish() })
  .openapi('NewProject');

export const newJobSchema = z
  .object({
    project_id: idSchema,
    name: z.string().min(1).max(200).nullish(),
    framework: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'expected lower-case letters, digits and hyphens' }),
    model_name: z.string().min(1),
    task_type: taskTypeSchema,
    dataset_path: z.string().min(1),
    dataset_format: z.string().min(1),
    num_classes: z.int().positive().nullish(),
    epochs: z.int().positive(),
    batch_size: z.int().positive(),
    learning_rate: z.number().positive(),
    optimizer: z.string().min(1).nullish(),
    device: z.string().min(1).nullish(),
    pretrained: z.boolean().default(false),
    checkpoint_path: z.string().min(1).nullish(),
    advanced_config: z.record(z.string(), z.unknown()).default({}),
    output_dir: z.string().min(1).nullish(),
  })
  .openapi('NewTrainingJob');

export const jobSchema = z
  .object({
    id: idSchema,
    project_id: idSchema,
    name: z.string().nullable(),
    framework: z.string(),
    model_name: z.string(),
    task_type: taskTypeSchema,
    dataset_path: z.string(),
    dataset_format: z.string(),
    num_classes: z.int().nullable(),
    epochs: z.int(),
    batch_size: z.int(),
    learning_rate: z.number(),
    optimizer: z.string().nullable(),
    device: z.string().nullable(),
    pretrained: z.boolean(),
    checkpoint_path: z.string().nullable(),
    advanced_config: z.record(z.string(), z.unknown()),
    output_dir: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    status: jobStatusSchema,
    process_id: z.int().nullable(),
    current_epoch: z.int().nullable(),
    progress_percent: z.number().nullable(),
    latest_metrics: reportMetricsSchema.nullable(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    error_message: z.string().nullable(),
    final_accuracy: wireNumberSchema.nullable(),
    final_loss: wireNumberSchema.nullable(),
    best_epoch: z.int().nullable(),
    best_metrics: reportMetricsSchema.nullable(),
    final_metrics: reportMetricsSchema.nullable(),
    best_checkpoint_path: z.string().nullable(),
    last_checkpoint_path: z.string().nullable(),
    mlflow_run_id: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('TrainingJob');

export const pointSchema = z.object({
  epoch: z.int().nullable(),
  step: z.int().nullable(),
  value: wireNumberSchema,
  created_at: z.string(),
});

export const storedLogSchema = z
  .object({
    id: idSchema,
    record_id: z.string().nullable(),
    log_type: z.enum(logTypes),
    level: z.enum(logLevels),
    content: z.string(),
    epoch: z.int().nullable(),
    created_at: z.string(),
  })
  .openapi('TrainingLog');

/** A project as users see it. */
export function encodeProject(project: Project): z.infer<typeof projectSchema> {
  return {
    id: project.id,
    name: project.name,
    description: project.description,
    created_at: project.createdAt,
    updated_at: project.updatedAt,
  };
}

/** A job as users see it. */
export function encodeJob(job: Job): z.infer<typeof jobSchema> {
  return {
    id: job.id,
    project_id: job.projectId,
    name: job.name,
    framework: job.framework,
    model_name: job.modelName,
    task_type: job.taskType,
    dataset_path: job.datasetPath,
    dataset_format: job.datasetFormat,
    num_classes: job.numClasses,
    epochs: job.epochs,
    batch_size: job.batchSize,
    learning_rate: job.learningRate,
    optimizer: job.optimizer,
    device: job.device,
    pretrained: job.pretrained,
    checkpoint_path: job.checkpointPath,
    advanced_config: { ...job.advancedConfig },
    output_dir: job.outputDir,
    params: { ...job.params },
    status: job.status,
    process_id: job.processId,
    current_epoch: job.currentEpoch,
    progress_percent: job.progressPercent,
    latest_metrics: encodeMetrics(job.latestMetrics),
    started_at: job.startedAt,
    completed_at: job.completedAt,
    error_message: job.errorMessage,
    final_accuracy: job.finalAccuracy === null ? null : encodeNumber(job.finalAccuracy),
    final_loss: job.finalLoss === null ? null : encodeNumber(job.finalLoss),
    best_epoch: job.bestEpoch,
    best_metrics: encodeMetrics(job.bestMetrics),
    final_metrics: encodeMetrics(job.finalMetrics),
    best_checkpoint_path: job.bestCheckpointPath,
    last_checkpoint_path: job.lastCheckpointPath,
    mlflow_run_id: job.mlflowRunId,
    created_at: job.createdAt,
    updated_at: job.updatedAt,
  };
}

/** A point of a curve as users see it. */
export function encodePoint({ epoch, step, value, createdAt }: MetricPoint): z.infer<typeof pointSchema> {
  return { epoch, step, value: encodeNumber(value), created_at: createdAt };
}

/** A log line as users see it. */
export function encodeLog({ id, createdAt, record }: StoredLog): z.infer<typeof storedLogSchema> {
  return {
    id,
    record_id: record.recordId ?? null,
    log_type: record.logType ?? 'stdout',
    level: record.level ?? 'info',
    content: record.message,
    epoch: record.epoch ?? null,
    created_at: createdAt,
  };
}

function encodeMetrics(metrics: ReportMetrics | null): ReportMetricsBody | null {
  if (metrics === null) return null;
  const report = { status: 'running', currentEpoch: 0, totalEpochs: 0, progressPercent: 0, metrics } as const;
  return encodeProgressReport(report).metrics;
}
