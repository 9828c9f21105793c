import type { LogRecord } from '@vision/trainer-sdk/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { ApiClient } from './api-client.js';
import { appendRecords, type SeriesByName, seriesOfBody } from './series.js';
import type { LiveJobs } from './use-live-jobs.js';
import type { LogBody } from './wire.js';

/** Log lines that the page keeps; older ones are found by searching. */
export const KEPT_LINES = 1_000;

/** A log line on the page. */
export interface LogLine {
  key: string;
  text: string;
  time: string;
  isError: boolean;
  isWarning: boolean;
}

/** What a job has recorded, growing while it runs. */
export interface JobRecords {
  /** Undefined until they are loaded. */
  series: SeriesByName | undefined;
  lines: readonly LogLine[];
  metricCount: number;
  logCount: number;
  failure: unknown;
}

const nothing: JobRecords = { series: undefined, lines: [], metricCount: 0, logCount: 0, failure: undefined };

/** Loads what a job has recorded so far, then follows it. */
export function useJobRecords(api: ApiClient, { feed, listen }: LiveJobs, jobId: number): JobRecords {
  const [records, setRecords] = useState(nothing);

  useEffect(() => {
    if (feed === undefined) return;
    setRecords(nothing);
    let isLeft = false;
    const stopListening = listen((event) => {
      if (event.jobId !== jobId) return;
      if (event.event === 'training_metric') {
        const { records: fresh } = event;
        setRecords((known) => ({
          ...known,
          series: appendRecords(known.series ?? new Map(), fresh),
          metricCount: known.metricCount + fresh.length,
        }));
      } else if (event.event === 'training_log') {
        const { records: fresh } = event;
        setRecords((known) => {
          const seen = new Set(known.lines.map(({ key }) => key));
          const added = fresh.map(lineOfRecord).filter(({ key }) => !seen.has(key));
          const lines = [...known.lines, ...added].slice(-KEPT_LINES);
          return { ...known, lines, logCount: known.logCount + added.length };
        });
      }
    });
    const load = async (): Promise<void> => {
      // In this order: lines that arrive in between come again on the feed, and are known by their ids.
      const metrics = await api.readMetrics(jobId);
      const logs = await api.readLogs(jobId, KEPT_LINES, '');
      if (isLeft) return;
      setRecords({
        series: seriesOfBody(metrics),
        lines: logs.logs.map(lineOfBody),
        metricCount: metrics.total,
        logCount: logs.total,
        failure: undefined,
      });
      feed.watch(jobId, metrics.cursor);
    };
    load().catch((failure: unknown) => {
      if (!isLeft) setRecords((known) => ({ ...known, failure }));
    });
    return () => {
      isLeft = true;
      stopListening();
      feed.unwatch();
    };
  }, [api, feed, listen, jobId]);

  return records;
}

/** A log line of the API as the page shows it. */
export function lineOfBody({ id, record_id: recordId, content, created_at: time, level, log_type }: LogBody): LogLine {
  return {
    key: recordId ?? `row-${id}`,
    text: content,
    time,
    isError: level === 'error' || level === 'critical',
    isWarning: level === 'warning' || log_type === 'stderr',
  };
}

let anonymousLines = 0;

function lineOfRecord({ recordId, message, timestamp, level, logType }: LogRecord): LogLine {
  return {
    key: recordId ?? `live-${anonymousLines++}`,
    text: message,
    time: timestamp ?? new Date().toISOString(),
    isError: level === 'error' || level === 'critical',
    isWarning: level === 'warning' || logType === 'stderr',
  };
}
