import { decodeNumber, encodeNumber, type MetricRecord } from '@vision/trainer-sdk/protocol';
import type { Insertable, Selectable } from 'kysely';
import type { StoredMetric } from './job-store.js';
import { readNumbersJson, writeNumbersJson } from './json-column.js';
import type { TrainingMetricTable } from './tables.js';

/** The row that keeps a metric record. */
export function rowOfMetric(jobId: number, record: MetricRecord, now: string): Insertable<TrainingMetricTable> {
  const blank = {
    name: null,
    value: null,
    loss: null,
    accuracy: null,
    learningRate: null,
    extraMetrics: null,
    checkpointPath: null,
  };
  const shared = {
    ...blank,
    jobId,
    recordId: record.recordId ?? null,
    epoch: record.epoch ?? null,
    step: record.step ?? null,
    createdAt: record.timestamp ?? now,
  };
  switch (record.kind) {
    case 'sample':
      return { ...shared, name: record.metricName, value: encodeNumber(record.value) };
    case 'summary':
      return {
        ...shared,
        loss: record.loss === undefined ? null : encodeNumber(record.loss),
        accuracy: record.accuracy === undefined ? null : encodeNumber(record.accuracy),
        learningRate: record.learningRate === undefined ? null : encodeNumber(record.learningRate),
        extraMetrics: record.extraMetrics === undefined ? null : writeNumbersJson(record.extraMetrics),
        checkpointPath: record.checkpointPath ?? null,
      };
    default:
      return record satisfies never;
  }
}

/** The metric record that a row keeps. */
export function metricOfRow(row: Selectable<TrainingMetricTable>): StoredMetric {
  const { id, jobId, createdAt } = row;
  const shared = {
    ...(row.recordId === null ? {} : { recordId: row.recordId }),
    ...(row.step === null ? {} : { step: row.step }),
    timestamp: createdAt,
  };
  const epoch = row.epoch === null ? {} : { epoch: row.epoch };
  const record: MetricRecord =
    row.name !== null && row.value !== null
      ? { kind: 'sample', ...shared, ...epoch, metricName: row.name, value: decodeNumber(row.value) }
      : {
          kind: 'summary',
          ...shared,
          epoch: row.epoch ?? 0,
          ...(row.loss === null ? {} : { loss: decodeNumber(row.loss) }),
          ...(row.accuracy === null ? {} : { accuracy: decodeNumber(row.accuracy) }),
          ...(row.learningRate === null ? {} : { learningRate: decodeNumber(row.learningRate) }),
          ...(row.extraMetrics === null ? {} : { extraMetrics: readNumbersJson(row.extraMetrics) }),
          ...(row.checkpointPath === null ? {} : { checkpointPath: row.checkpointPath }),
        };
  return { id, jobId, createdAt, record };
}
