import type { LogRecord } from '@vision/trainer-sdk/protocol';
import type { Insertable, Selectable } from 'kysely';
import type { StoredLog } from './job-store.js';
import type { TrainingLogTable } from './tables.js';

/** The row that keeps a log record. */
export function rowOfLog(jobId: number, record: LogRecord, now: string): Insertable<TrainingLogTable> {
  return {
    jobId,
    recordId: record.recordId ?? null,
    logType: record.logType ?? 'stdout',
    level: record.level ?? 'info',
    content: record.message,
    epoch: record.epoch ?? null,
    createdAt: record.timestamp ?? now,
  };
}

/** The log record that a row keeps. */
export function logOfRow(row: Selectable<TrainingLogTable>): StoredLog {
  const { id, jobId, createdAt } = row;
  const record: LogRecord = {
    ...(row.recordId === null ? {} : { recordId: row.recordId }),
    message: row.content,
    level: row.level,
    logType: row.logType,
    ...(row.epoch === null ? {} : { epoch: row.epoch }),
    timestamp: createdAt,
  };
  return { id, jobId, createdAt, record };
}
