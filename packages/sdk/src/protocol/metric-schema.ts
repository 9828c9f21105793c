import { z } from 'zod';
import { camelKeys } from './key-case.js';
import type { MetricRecord, MetricSample, MetricSummary } from './metric-record.js';
import { parseBody, readRecords } from './parse-body.js';
import {
  epochSchema,
  metricMapSchema,
  metricNameSchema,
  normalizeTimestamp,
  recordIdSchema,
  stepSchema,
  timestampSchema,
  wireNumberSchema,
} from './scalars.js';
import { decodeNumber, decodeNumbers } from './wire-number.js';

/** `{metric_name, value, epoch?, step?, timestamp?, record_id?}` */
export const metricSampleSchema = z.object({
  record_id: recordIdSchema.nullish(),
  metric_name: metricNameSchema,
  value: wireNumberSchema,
  epoch: epochSchema.nullish(),
  step: stepSchema.nullish(),
  timestamp: timestampSchema.nullish(),
});

/** `{epoch, step?, loss?, accuracy?, learning_rate?, checkpoint_path?, extra_metrics?, timestamp?, record_id?}` */
export const metricSummarySchema = z.object({
  record_id: recordIdSchema.nullish(),
  epoch: epochSchema,
  step: stepSchema.nullish(),
  loss: wireNumberSchema.nullish(),
  accuracy: wireNumberSchema.nullish(),
  learning_rate: wireNumberSchema.nullish(),
  checkpoint_path: z.string().nullish(),
  extra_metrics: metricMapSchema.nullish(),
  timestamp: timestampSchema.nullish(),
});

/** One metric record in either form. */
export const metricRecordSchema = z.union([metricSampleSchema, metricSummarySchema]);

/** Body of the metrics endpoint: one record, or `{ "records": [...] }`. */
export const metricsBodySchema = z.union([z.object({ records: z.array(metricRecordSchema) }), metricRecordSchema]);

/**
 * Reads the body of the metrics endpoint.
 * @throws ProtocolError naming every wrong field of the form the body comes closest to.
 */
export function readMetricsBody(body: unknown): MetricRecord[] {
  return readRecords(body, readMetricRecord);
}

/** Tells whether a body means one metric value rather than anything else. */
export function isMetricSampleBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'metric_name' in body;
}

/**
 * Reads one metric record.
 * @throws ProtocolError naming every wrong field.
 */
export function readMetricRecord(body: unknown, prefix: readonly PropertyKey[] = []): MetricRecord {
  return isMetricSampleBody(body)
    ? decodeSample(parseBody(metricSampleSchema, body, 'metric record', prefix))
    : decodeSummary(parseBody(metricSummarySchema, body, 'metric record', prefix));
}

function decodeSample(body: z.output<typeof metricSampleSchema>): MetricSample {
  const { value, timestamp, ...fields } = body;
  return {
    kind: 'sample',
    ...camelKeys(fields),
    value: decodeNumber(value),
    ...(timestamp ? { timestamp: normalizeTimestamp(timestamp) } : {}),
  };
}

function decodeSummary(body: z.output<typeof metricSummarySchema>): MetricSummary {
  const { loss, accuracy, learning_rate: learningRate, extra_metrics: extraMetrics, timestamp, ...fields } = body;
  return {
    kind: 'summary',
    ...camelKeys(fields),
    ...(loss == null ? {} : { loss: decodeNumber(loss) }),
    ...(accuracy == null ? {} : { accuracy: decodeNumber(accuracy) }),
    ...(learningRate == null ? {} : { learningRate: decodeNumber(learningRate) }),
    ...(extraMetrics == null ? {} : { extraMetrics: decodeNumbers(extraMetrics) }),
    ...(timestamp ? { timestamp: normalizeTimestamp(timestamp) } : {}),
  };
}
