import { encodeCompletionReport } from '../protocol/completion-report.js';
import { encodeLogRecord } from '../protocol/log-record.js';
import { encodeMetricRecord } from '../protocol/metric-record.js';
import { encodeProgressReport } from '../protocol/progress-report.js';
import { encodeStatusPatch } from '../protocol/status-patch.js';
import type { LoggedRecord } from './logger-events.js';

/** A logged record as the JSON text that goes on the wire. */
export function encodeRecord({ endpoint, record }: LoggedRecord): string {
  switch (endpoint) {
    case 'metrics':
      return JSON.stringify(encodeMetricRecord(record));
    case 'logs':
      return JSON.stringify(encodeLogRecord(record));
    case 'status':
      return JSON.stringify(encodeStatusPatch(record));
    case 'progress':
      return JSON.stringify(encodeProgressReport(record));
    case 'completion':
      return JSON.stringify(encodeCompletionReport(record));
    default:
      return endpoint satisfies never;
  }
}
