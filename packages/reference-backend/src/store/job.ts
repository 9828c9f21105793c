import type { JobStatus, ParamValue, ReportMetrics, TaskType } from '@vision/trainer-sdk/protocol';

/** What a job is asked to do; fixed when it is created. */
export interface JobSpec {
  readonly projectId: number;
  readonly name: string | null;
  /** Names the adapter, e.g. `classify`. */
  readonly framework: string;
  readonly modelName: string;
  readonly taskType: TaskType;
  /** URI or local path. */
  readonly datasetPath: string;
  readonly datasetFormat: string;
  /** Null lets the adapter count the classes of the dataset. */
  readonly numClasses: number | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: string | null;
  readonly device: string | null;
  readonly pretrained: boolean;
  /** URI of a checkpoint to start from. */
  readonly checkpointPath: string | null;
  /** Settings that only the adapter understands. */
  readonly advancedConfig: Readonly<Record<string, unknown>>;
  /** Null until the start, when the backend picks a directory. */
  readonly outputDir: string | null;
}

/** How a job is doing. */
export interface JobState {
  readonly status: JobStatus;
  /** Of the trainer, while the backend has started it as a child process. */
  readonly processId: number | null;
  /** Epochs finished so far. */
  readonly currentEpoch: number | null;
  /** 0 to 100. */
  readonly progressPercent: number | null;
  /** From the newest progress report. */
  readonly latestMetrics: ReportMetrics | null;
  /** Hyperparameters the trainer announced. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** ISO-8601 UTC. */
  readonly startedAt: string | null;
  /** ISO-8601 UTC. */
  readonly completedAt: string | null;
  readonly errorMessage: string | null;
  readonly finalAccuracy: number | null;
  readonly finalLoss: number | null;
  /** Counts from 1. */
  readonly bestEpoch: number | null;
  readonly bestMetrics: ReportMetrics | null;
  readonly finalMetrics: ReportMetrics | null;
  readonly bestCheckpointPath: string | null;
  readonly lastCheckpointPath: string | null;
  readonly mlflowRunId: string | null;
}

/** One training run and how it is doing. */
export interface Job extends JobSpec, JobState {
  readonly id: number;
  /** Owner of the project. */
  readonly userId: number;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
  /** ISO-8601 UTC. */
  readonly updatedAt: string;
}

/** A job to be created; it begins as `pending`. */
export type NewJob = JobSpec;

/** What may change after a job was created. */
export type JobUpdate = Partial<JobState & Pick<JobSpec, 'outputDir'>>;
