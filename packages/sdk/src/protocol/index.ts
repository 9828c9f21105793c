export { type FieldIssue, ProtocolError } from '../errors/protocol-error.js';
export { encodeBatchBody } from './batch-body.js';
export {
  completionReportSchema,
  progressReportSchema,
  readCompletionReport,
  readProgressReport,
  reportMetricsSchema,
} from './callback-schema.js';
export { type CompletionReport, type CompletionReportBody, encodeCompletionReport } from './completion-report.js';
export { endpoints, INTERNAL_AUTH_HEADER, type PathId, serviceEndpoints, WEBSOCKET_PATH } from './endpoints.js';
export { type ErrorBody, encodeErrorBody, errorBodySchema } from './error-body.js';
export { isTerminalStatus, type JobStatus, jobStatuses, type TerminalStatus, terminalStatuses } from './job-status.js';
export {
  encodeLogRecord,
  type LogLevel,
  type LogRecord,
  type LogRecordBody,
  type LogType,
  logLevels,
  logTypes,
  type ParamValue,
} from './log-record.js';
export { type LogsBody, logRecordSchema, logsBodySchema, readLogRecord, readLogsBody } from './log-schema.js';
export {
  encodeMetricRecord,
  type MetricRecord,
  type MetricRecordBody,
  type MetricSample,
  type MetricSampleBody,
  type MetricSummary,
  type MetricSummaryBody,
} from './metric-record.js';
export {
  metricRecordSchema,
  metricSampleSchema,
  metricSummarySchema,
  metricsBodySchema,
  readMetricRecord,
  readMetricsBody,
} from './metric-schema.js';
export { fieldIssues, parseBody } from './parse-body.js';
export {
  encodeProgressReport,
  type ProgressReport,
  type ProgressReportBody,
  type ReportMetrics,
  type ReportMetricsBody,
} from './progress-report.js';
export { createAttempt, formatRecordId, parseRecordId, type RecordKey } from './record-id.js';
export {
  jobIdSchema,
  jobStatusSchema,
  recordIdSchema,
  taskTypeSchema,
  timestampSchema,
  wireNumberSchema,
} from './scalars.js';
export {
  encodeTrainingStart,
  readTrainingStart,
  type TrainingStartBody,
  type TrainingStartRequest,
  trainingStartedSchema,
  trainingStartSchema,
} from './start-request.js';
export { encodeStatusPatch, type StatusPatch, type StatusPatchBody } from './status-patch.js';
export { type JobPatch, jobPatchSchema, readJobPatch, readStatusPatch, statusPatchSchema } from './status-schema.js';
export { type TaskType, taskTypes } from './task-type.js';
export {
  encodeTrainingEvent,
  readTrainingEvent,
  type TrainingEvent,
  type TrainingEventBody,
  trainingEventSchema,
} from './training-event.js';
export {
  encodeWatchRequest,
  jobChannel,
  readWatchRequest,
  type WatchRequest,
  watchRequestSchema,
} from './watch-request.js';
export { decodeNumber, decodeNumbers, encodeNumber, encodeNumbers, type WireNumber } from './wire-number.js';
