import type { JobStatus, LogLevel, LogType, TaskType, WireNumber } from '@vision/trainer-sdk/protocol';
import type { ColumnType } from 'kysely';

/** SQLite stores NaN as NULL, so non-finite numbers are kept in their spelling on the wire. */
export type StoredReal = WireNumber;

/** Set by the database once and never written again. */
type Id = ColumnType<number, never, never>;

/** Column names are camelCase here and snake_case in the database (`CamelCasePlugin`); what is not scalar is JSON text. */
export interface Tables {
  settings: SettingTable;
  users: UserTable;
  projects: ProjectTable;
  trainingJobs: TrainingJobTable;
  trainingMetrics: TrainingMetricTable;
  trainingLogs: TrainingLogTable;
}

export interface SettingTable {
  name: string;
  value: string;
}

export interface UserTable {
  id: Id;
  subject: string;
  createdAt: string;
}

export interface ProjectTable {
  id: Id;
  userId: number;
  name: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface TrainingJobTable {
  id: Id;
  projectId: number;
  name: string | null;
  framework: string;
  modelName: string;
  taskType: TaskType;
  datasetPath: string;
  datasetFormat: string;
  numClasses: number | null;
  epochs: number;
  batchSize: number;
  learningRate: number;
  optimizer: string | null;
  device: string | null;
  pretrained: number;
  checkpointPath: string | null;
  advancedConfig: string;
  outputDir: string | null;
  params: string;
  status: JobStatus;
  processId: number | null;
  currentEpoch: number | null;
  progressPercent: number | null;
  latestMetrics: string | null;
  startedAt: string | null;
  completedAt: string | null;
  errorMessage: string | null;
  finalAccuracy: StoredReal | null;
  finalLoss: StoredReal | null;
  bestEpoch: number | null;
  bestMetrics: string | null;
  finalMetrics: string | null;
  bestCheckpointPath: string | null;
  lastCheckpointPath: string | null;
  mlflowRunId: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface TrainingMetricTable {
  id: Id;
  jobId: number;
  recordId: string | null;
  name: string | null;
  value: StoredReal | null;
  epoch: number | null;
  step: number | null;
  loss: StoredReal | null;
  accuracy: StoredReal | null;
  learningRate: StoredReal | null;
  extraMetrics: string | null;
  checkpointPath: string | null;
  createdAt: string;
}

export interface TrainingLogTable {
  id: Id;
  jobId: number;
  recordId: string | null;
  logType: LogType;
  level: LogLevel;
  content: string;
  epoch: number | null;
  createdAt: string;
}
