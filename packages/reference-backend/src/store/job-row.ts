import { decodeNumber, encodeNumber } from '@vision/trainer-sdk/protocol';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Job, JobUpdate, NewJob } from './job.js';
import { readNumbersJson, writeNumbersJson } from './json-column.js';
import type { TrainingJobTable } from './tables.js';

/** A row of `training_jobs` joined with the owner of its project. */
export type JobRow = Selectable<TrainingJobTable> & { userId: number };

/** The job that a row describes. */
export function jobOfRow(row: JobRow): Job {
  return {
    ...row,
    pretrained: row.pretrained === 1,
    advancedConfig: JSON.parse(row.advancedConfig),
    params: JSON.parse(row.params),
    finalAccuracy: row.finalAccuracy === null ? null : decodeNumber(row.finalAccuracy),
    finalLoss: row.finalLoss === null ? null : decodeNumber(row.finalLoss),
    latestMetrics: row.latestMetrics === null ? null : readNumbersJson(row.latestMetrics),
    bestMetrics: row.bestMetrics === null ? null : readNumbersJson(row.bestMetrics),
    finalMetrics: row.finalMetrics === null ? null : readNumbersJson(row.finalMetrics),
  };
}

/** The row of a job that has not begun. */
export function rowOfNewJob(job: NewJob, now: string): Insertable<TrainingJobTable> {
  return {
    ...job,
    pretrained: job.pretrained ? 1 : 0,
    advancedConfig: JSON.stringify(job.advancedConfig),
    params: '{}',
    status: 'pending',
    createdAt: now,
    updatedAt: now,
  };
}

/** The columns that an update sets. */
export function rowOfUpdate(update: JobUpdate, now: string): Updateable<TrainingJobTable> {
  const { params, finalAccuracy, finalLoss, latestMetrics, bestMetrics, finalMetrics, ...scalars } = update;
  const numbers = { latestMetrics, bestMetrics, finalMetrics };
  const reals = { finalAccuracy, finalLoss };
  return {
    ...scalars,
    ...(params === undefined ? {} : { params: JSON.stringify(params) }),
    ...mapDefined(numbers, writeNumbersJson),
    ...mapDefined(reals, encodeNumber),
    updatedAt: now,
  };
}

/** Maps the values that are set, keeps null, and leaves out what is undefined. */
function mapDefined<K extends string, V, W>(
  values: Record<K, V | null | undefined>,
  convert: (value: V) => W,
): { [P in K]?: W | null } {
  const mapped: { [P in K]?: W | null } = {};
  for (const key of Object.keys(values) as K[]) {
    const value = values[key];
    if (value !== undefined) mapped[key] = value === null ? null : convert(value);
  }
  return mapped;
}
