import { z } from 'zod';
import {
  completionReportSchema,
  progressReportSchema,
  readCompletionReport,
  readProgressReport,
} from './callback-schema.js';
import { type CompletionReport, encodeCompletionReport } from './completion-report.js';
import { encodeLogRecord, type LogRecord } from './log-record.js';
import { logRecordSchema, readLogsBody } from './log-schema.js';
import { encodeMetricRecord, type MetricRecord } from './metric-record.js';
import { metricRecordSchema, readMetricsBody } from './metric-schema.js';
import { parseBody } from './parse-body.js';
import { encodeProgressReport, type ProgressReport } from './progress-report.js';
import { jobIdSchema } from './scalars.js';

interface EventBase {
  jobId: number;
  /** Place of the event in the job's stream; a watcher that reconnects asks to go on after the last one it saw. */
  cursor: string;
}

/** What a watcher of a job is told. */
export type TrainingEvent =
  | (EventBase & { event: 'training_metric'; records: MetricRecord[] })
  | (EventBase & { event: 'training_log'; records: LogRecord[] })
  /** Also sent for a change of status that is not final. */
  | (EventBase & { event: 'training_progress'; progress: ProgressReport })
  /** The job ended as completed or cancelled. */
  | (EventBase & { event: 'training_complete'; completion: CompletionReport })
  /** The job ended as failed. */
  | (EventBase & { event: 'training_error'; completion: CompletionReport });

const base = { job_id: jobIdSchema, cursor: z.string() };

/** A message from the backend to a watcher. */
export const trainingEventSchema = z.discriminatedUnion('event', [
  z.object({ ...base, event: z.literal('training_metric'), data: z.object({ records: z.array(metricRecordSchema) }) }),
  z.object({ ...base, event: z.literal('training_log'), data: z.object({ records: z.array(logRecordSchema) }) }),
  z.object({ ...base, event: z.literal('training_progress'), data: progressReportSchema }),
  z.object({ ...base, event: z.literal('training_complete'), data: completionReportSchema }),
  z.object({ ...base, event: z.literal('training_error'), data: completionReportSchema }),
]);

/** {@link TrainingEvent} on the wire. */
export type TrainingEventBody = z.input<typeof trainingEventSchema>;

/** An event as it goes on the wire. */
export function encodeTrainingEvent(event: TrainingEvent): TrainingEventBody {
  const head = { job_id: event.jobId, cursor: event.cursor };
  switch (event.event) {
    case 'training_metric':
      return { ...head, event: event.event, data: { records: event.records.map(encodeMetricRecord) } };
    case 'training_log':
      return { ...head, event: event.event, data: { records: event.records.map(encodeLogRecord) } };
    case 'training_progress':
      return { ...head, event: event.event, data: encodeProgressReport(event.progress) };
    case 'training_complete':
    case 'training_error':
      return { ...head, event: event.event, data: encodeCompletionReport(event.completion) };
    default:
      return event satisfies never;
  }
}

/** Reads an event. @throws ProtocolError naming every wrong field. */
export function readTrainingEvent(body: unknown): TrainingEvent {
  const { job_id: jobId, cursor, event, data } = parseBody(trainingEventSchema, body, 'training event');
  switch (event) {
    case 'training_metric':
      return { jobId, cursor, event, records: readMetricsBody(data) };
    case 'training_log':
      return { jobId, cursor, event, records: readLogsBody(data).logs };
    case 'training_progress':
      return { jobId, cursor, event, progress: readProgressReport(data) };
    case 'training_complete':
    case 'training_error':
      return { jobId, cursor, event, completion: readCompletionReport(data) };
    default:
      return event satisfies never;
  }
}
