import type { CompletionReport } from '../protocol/completion-report.js';
import type { LogRecord } from '../protocol/log-record.js';
import type { MetricRecord } from '../protocol/metric-record.js';
import type { ProgressReport } from '../protocol/progress-report.js';
import type { StatusPatch } from '../protocol/status-patch.js';
import type { Endpoint } from './outbox.js';

/** Something that was logged. */
export type LoggedRecord =
  | { endpoint: 'metrics'; record: MetricRecord }
  | { endpoint: 'logs'; record: LogRecord }
  | { endpoint: 'status'; record: StatusPatch }
  | { endpoint: 'progress'; record: ProgressReport }
  | { endpoint: 'completion'; record: CompletionReport };

/** The backend took a batch. */
export interface SentEvent {
  endpoint: Endpoint;
  /** Number of records. */
  records: number;
}

/** A batch could not be delivered and will be sent again. */
export interface RetryEvent {
  endpoint: Endpoint;
  /** Number of records. */
  records: number;
  /** Failures in a row so far. */
  failures: number;
  /** When the batch is sent again. */
  delayMs: number;
  /** What went wrong. */
  reason: string;
}

/** Why records were given up. */
export type DropReason =
  /** The backend refused them, and would again. */
  | 'rejected'
  /** The memory for undelivered records was full; the oldest went. */
  | 'queue_full'
  /** A name, epoch or step that the protocol does not allow. */
  | 'invalid'
  /** The logger was closed before they could be delivered. */
  | 'closed';

/** Records were given up. */
export interface DroppedEvent {
  /** Number of records. */
  records: number;
  reason: DropReason;
  /** A sentence for people. */
  message: string;
}

/** Undelivered records were kept on disk; this version keeps them in memory only and never emits it. */
export interface SpooledEvent {
  /** Number of records. */
  records: number;
}

/** Nothing is sent any more. */
export interface DisabledEvent {
  /** A sentence for people that names the variable to check. */
  reason: string;
}

/** What a `TrainingLogger` emits. */
export interface TrainingLoggerEvents {
  /** Something was logged; also emitted by a disabled logger. */
  record: (event: LoggedRecord) => void;
  sent: (event: SentEvent) => void;
  retry: (event: RetryEvent) => void;
  dropped: (event: DroppedEvent) => void;
  spooled: (event: SpooledEvent) => void;
  disabled: (event: DisabledEvent) => void;
}
