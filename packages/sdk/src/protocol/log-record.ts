import { type SnakeKeys, snakeKeys } from './key-case.js';

/** How severe a log line is. */
export const logLevels = ['debug', 'info', 'warning', 'error', 'critical'] as const;

/** How severe a log line is. */
export type LogLevel = (typeof logLevels)[number];

/** Which stream of the trainer a log line came from. */
export const logTypes = ['stdout', 'stderr'] as const;

/** Which stream of the trainer a log line came from. */
export type LogType = (typeof logTypes)[number];

/** One value of a hyperparameter. */
export type ParamValue = string | number | boolean | null;

/** One line, or one message of several lines, that a trainer said. */
export interface LogRecord {
  /** Unique within the job; a backend stores a record with a known id only once. */
  recordId?: string;
  message: string;
  /** Absent means `info`. */
  level?: LogLevel;
  /** Absent means `stdout`. */
  logType?: LogType;
  epoch?: number;
  /** ISO-8601 UTC with milliseconds. */
  timestamp?: string;
  /** Hyperparameters, when the message announces them. */
  params?: Record<string, ParamValue>;
}

/** {@link LogRecord} on the wire. */
export type LogRecordBody = SnakeKeys<LogRecord>;

/** A log record as it goes on the wire. */
export function encodeLogRecord(record: LogRecord): LogRecordBody {
  return snakeKeys(record);
}
