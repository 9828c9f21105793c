import { createHash } from 'node:crypto';
import type { LogRecord, MetricRecord } from '@vision/trainer-sdk/protocol';

/**
 * Gives a metric record that came without an id one made of its content, so that a retry of the same request is stored
 * once. Only a record that says when or where in the run it belongs gets one: the same value twice without any such
 * mark may well be two values.
 */
export function identifyMetric(record: MetricRecord): MetricRecord {
  const isPlaced = record.timestamp !== undefined || record.epoch !== undefined || record.step !== undefined;
  return record.recordId !== undefined || !isPlaced ? record : { ...record, recordId: contentId(record) };
}

/** {@link identifyMetric} for log records, where only a time tells two equal lines apart. */
export function identifyLog(record: LogRecord): LogRecord {
  return record.recordId !== undefined || record.timestamp === undefined
    ? record
    : { ...record, recordId: contentId(record) };
}

/** An id that equal contents share. Non-finite numbers count by name, as JSON would make them all null. */
export function contentId(content: object): string {
  const text = JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return `content:${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
}
