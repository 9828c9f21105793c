import { z } from 'zod';
import { camelKeys } from './key-case.js';
import { type LogLevel, type LogRecord, logLevels, logTypes } from './log-record.js';
import type { MetricRecord } from './metric-record.js';
import { isMetricSampleBody, metricSampleSchema, readMetricRecord } from './metric-schema.js';
import { parseBody, readRecords } from './parse-body.js';
import { epochSchema, normalizeTimestamp, recordIdSchema, timestampSchema } from './scalars.js';

const levelAliases: Readonly<Record<string, LogLevel>> = { warn: 'warning', fatal: 'critical', trace: 'debug' };

/** `INFO`, `warn` and the like as a {@link LogLevel}; what is none of them stays as it is and is refused. */
const levelSchema = z.preprocess((level) => {
  if (typeof level !== 'string') return level;
  const lower = level.toLowerCase();
  return levelAliases[lower] ?? lower;
}, z.enum(logLevels).nullish());

/** `{message|content, level?, log_type?, epoch?, timestamp?, params?, record_id?}` */
export const logRecordSchema = z
  .object({
    record_id: recordIdSchema.nullish(),
    message: z.string().nullish(),
    content: z.string().nullish(),
    level: levelSchema,
    log_type: z.enum(logTypes).nullish(),
    epoch: epochSchema.nullish(),
    timestamp: timestampSchema.nullish(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  })
  .refine((body) => body.message != null || body.content != null, {
    path: ['message'],
    error: 'expected text in "message" (or "content"), found neither',
  });

/** Body of the logs endpoint: one record, `{ "records": [...] }`, or the old form of one metric value. */
export const logsBodySchema = z.union([
  z.object({ records: z.array(logRecordSchema) }),
  logRecordSchema,
  metricSampleSchema,
]);

/** What the logs endpoint was given. */
export interface LogsBody {
  logs: LogRecord[];
  /** Values sent in the old form `{epoch, metric_name, value, timestamp}`. */
  metrics: MetricRecord[];
}

/**
 * Reads the body of the logs endpoint.
 * @throws ProtocolError naming every wrong field.
 */
export function readLogsBody(body: unknown): LogsBody {
  const logs: LogRecord[] = [];
  const metrics: MetricRecord[] = [];
  readRecords(body, (record, prefix) => {
    if (isMetricSampleBody(record)) metrics.push(readMetricRecord(record, prefix));
    else logs.push(readLogRecord(record, prefix));
  });
  return { logs, metrics };
}

/**
 * Reads one log record.
 * @throws ProtocolError naming every wrong field.
 */
export function readLogRecord(body: unknown, prefix: readonly PropertyKey[] = []): LogRecord {
  const { message, content, timestamp, ...fields } = parseBody(logRecordSchema, body, 'log record', prefix);
  return {
    ...camelKeys(fields),
    message: message ?? content ?? '',
    ...(timestamp ? { timestamp: normalizeTimestamp(timestamp) } : {}),
  };
}
