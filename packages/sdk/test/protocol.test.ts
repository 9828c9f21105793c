import {
  type CompletionReport,
  createAttempt,
  encodeCompletionReport,
  encodeLogRecord,
  encodeMetricRecord,
  encodeProgressReport,
  encodeStatusPatch,
  encodeTrainingEvent,
  encodeTrainingStart,
  encodeWatchRequest,
  endpoints,
  formatRecordId,
  jobStatuses,
  type LogRecord,
  logLevels,
  logTypes,
  type MetricRecord,
  type ProgressReport,
  ProtocolError,
  parseRecordId,
  readCompletionReport,
  readJobPatch,
  readLogsBody,
  readMetricsBody,
  readProgressReport,
  readStatusPatch,
  readTrainingEvent,
  readTrainingStart,
  readWatchRequest,
  type TrainingEvent,
  type TrainingStartRequest,
  taskTypes,
  terminalStatuses,
} from '@vision/trainer-sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Through JSON and back, as over the wire. */
const overTheWire = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

/** JSON has no −0. */
const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
const count = fc.nat();
const name = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text !== '__proto__');
const timestamp = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const recordId = fc.record({ attempt: fc.stringMatching(/^[0-9a-z]{1,16}$/), sequence: count }).map(formatRecordId);
const values = fc.dictionary(name, number, { noNullPrototype: true });

const place = { recordId, epoch: count, step: count, timestamp };
const metricRecord: fc.Arbitrary<MetricRecord> = fc.oneof(
  fc.record(
    { kind: fc.constant('sample' as const), metricName: name, value: number, ...place },
    { requiredKeys: ['kind', 'metricName', 'value'] },
  ),
  fc.record(
    {
      kind: fc.constant('summary' as const),
      ...place,
      loss: number,
      accuracy: number,
      learningRate: number,
      checkpointPath: fc.string(),
      extraMetrics: values,
    },
    { requiredKeys: ['kind', 'epoch'] },
  ),
) as fc.Arbitrary<MetricRecord>;

const logRecord = fc.record(
  {
    recordId,
    message: fc.string(),
    level: fc.constantFrom(...logLevels),
    logType: fc.constantFrom(...logTypes),
    epoch: count,
    timestamp,
    params: fc.dictionary(name, fc.oneof(fc.string(), count, fc.boolean(), fc.constant(null)), {
      noNullPrototype: true,
    }),
  },
  { requiredKeys: ['message'] },
) as fc.Arbitrary<LogRecord>;

const reportMetrics = fc.record(
  { loss: number, accuracy: number, learningRate: number, extraMetrics: values },
  { requiredKeys: [] },
);
const progressReport = fc.record(
  {
    status: fc.constantFrom(...jobStatuses),
    currentEpoch: count,
    totalEpochs: count,
    progressPercent: fc.double({ min: 0, max: 100, noNaN: true }).map(Math.abs),
    metrics: reportMetrics,
    checkpointPath: fc.string(),
    bestCheckpointPath: fc.string(),
  },
  { requiredKeys: ['status', 'currentEpoch', 'totalEpochs', 'progressPercent', 'metrics'] },
) as fc.Arbitrary<ProgressReport>;

const completionReport = fc.record(
  {
    status: fc.constantFrom(...terminalStatuses),
    totalEpochsCompleted: count,
    finalMetrics: reportMetrics,
    bestMetrics: reportMetrics,
    bestEpoch: count,
    finalCheckpointPath: fc.string(),
    mlflowRunId: fc.string(),
    errorMessage: fc.string(),
    traceback: fc.string(),
  },
  { requiredKeys: ['status'] },
) as fc.Arbitrary<CompletionReport>;

const jobId = fc.integer({ min: 1 });
const startRequest = fc.record(
  {
    jobId,
    framework: name,
    modelName: name,
    taskType: fc.constantFrom(...taskTypes),
    datasetPath: name,
    datasetFormat: name,
    numClasses: fc.integer({ min: 1 }),
    epochs: fc.integer({ min: 1 }),
    batchSize: fc.integer({ min: 1 }),
    learningRate: fc.double({ min: 1e-9, max: 10, noNaN: true }),
    outputDir: name,
    pretrained: fc.boolean(),
    advancedConfig: fc.dictionary(name, fc.oneof(fc.string(), fc.boolean(), values), { noNullPrototype: true }),
  },
  {
    requiredKeys: [
      'jobId',
      'framework',
      'modelName',
      'taskType',
      'datasetPath',
      'datasetFormat',
      'epochs',
      'batchSize',
      'learningRate',
      'outputDir',
    ],
  },
) as fc.Arbitrary<TrainingStartRequest>;

const head = { jobId, cursor: fc.string() };
const trainingEvent = fc.oneof(
  fc.record({ ...head, event: fc.constant('training_metric'), records: fc.array(metricRecord) }),
  fc.record({ ...head, event: fc.constant('training_log'), records: fc.array(logRecord) }),
  fc.record({ ...head, event: fc.constant('training_progress'), progress: progressReport }),
  fc.record({ ...head, event: fc.constantFrom('training_complete', 'training_error'), completion: completionReport }),
) as fc.Arbitrary<TrainingEvent>;

const jsonValues = values.map((dictionary) => overTheWire(dictionary));

describe('what is encoded reads back the same', () => {
  const roundTrips: [string, () => void][] = [
    [
      'metric batch',
      () =>
        check(fc.array(metricRecord), (records) =>
          readMetricsBody(overTheWire({ records: records.map(encodeMetricRecord) })),
        ),
    ],
    [
      'one metric',
      () =>
        check(
          metricRecord.map((record) => [record]),
          ([record]) => readMetricsBody(overTheWire(record && encodeMetricRecord(record))),
        ),
    ],
    [
      'log batch',
      () =>
        check(
          fc.array(logRecord),
          (records) => readLogsBody(overTheWire({ records: records.map(encodeLogRecord) })).logs,
        ),
    ],
    [
      'progress',
      () => check(progressReport, (report) => readProgressReport(overTheWire(encodeProgressReport(report)))),
    ],
    [
      'completion',
      () => check(completionReport, (report) => readCompletionReport(overTheWire(encodeCompletionReport(report)))),
    ],
    ['event', () => check(trainingEvent, (event) => readTrainingEvent(overTheWire(encodeTrainingEvent(event))))],
    [
      'status',
      () =>
        check(
          fc.constantFrom(...jobStatuses).map((status) => ({ status, error: 'e' })),
          (patch) => readStatusPatch(overTheWire(encodeStatusPatch(patch))),
        ),
    ],
  ];
  it.each(roundTrips)('%s', (_, property) => property());

  it('start request', () => {
    fc.assert(
      fc.property(startRequest, jsonValues, (request, settings) => {
        const whole = { ...request, advancedConfig: settings as Record<string, unknown> };
        expect(readTrainingStart(overTheWire(encodeTrainingStart(whole)))).toEqual(whole);
      }),
    );
  });

  it('record id', () => {
    const key = fc.record({ attempt: fc.stringMatching(/^[0-9A-Za-z]{1,64}$/), sequence: count });
    check(key, (value) => parseRecordId(formatRecordId(value)));
    expect(new Set(Array.from({ length: 1000 }, () => createAttempt(0))).size).toBe(1000);
    expect(createAttempt(1) < createAttempt(2)).toBe(true);
  });

  it('watch request', () => {
    const request = { action: 'subscribe', jobId: 12, cursor: '5' } as const;
    expect(encodeWatchRequest(request)).toEqual({ action: 'subscribe', channel: 'job:12', cursor: '5' });
    expect(readWatchRequest(encodeWatchRequest(request))).toEqual(request);
    expect(encodeWatchRequest({ action: 'unsubscribe', jobId: undefined })).toEqual({
      action: 'unsubscribe',
      channel: 'jobs',
    });
    expect(readWatchRequest({ action: 'subscribe', channel: 'jobs' })).toEqual({
      action: 'subscribe',
      jobId: undefined,
    });
  });
});

function check<T>(arbitrary: fc.Arbitrary<T>, roundTrip: (value: T) => unknown): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      expect(roundTrip(value)).toEqual(value);
    }),
  );
}

describe('what other trainers send', () => {
  it('takes null for absent, a naive time as UTC, and levels in any spelling', () => {
    const body = { content: 'hi', level: 'WARN', epoch: null, timestamp: '2026-01-31T12:00:00.123456' };
    expect(readLogsBody(body).logs).toEqual([
      { message: 'hi', level: 'warning', timestamp: '2026-01-31T12:00:00.123Z' },
    ]);
  });

  it('takes a metric in the old form at the logs endpoint', () => {
    const body = { epoch: 2, metric_name: 'loss', value: 'NaN', timestamp: '2026-01-31T12:00:00+01:00' };
    expect(readLogsBody(body)).toEqual({
      logs: [],
      metrics: [
        { kind: 'sample', epoch: 2, metricName: 'loss', value: Number.NaN, timestamp: '2026-01-31T11:00:00.000Z' },
      ],
    });
  });

  it('lets the exit code decide', () => {
    expect(readCompletionReport({ status: 'completed', exit_code: 1 }).status).toBe('failed');
    expect(readCompletionReport({ status: 'failed', exit_code: 0 }).status).toBe('completed');
    expect(readCompletionReport({ status: 'cancelled', exit_code: 143 }).status).toBe('cancelled');
  });

  it('takes the short patch of a job', () => {
    expect(readJobPatch({ status: 'completed', accuracy: 0.9, completed_at: '2026-01-31 12:00:00' })).toEqual({
      status: 'completed',
      accuracy: 0.9,
      completedAt: '2026-01-31T12:00:00.000Z',
    });
  });

  it('names every field that is wrong', () => {
    const records = [{ metric_name: 'a', value: 'x' }, { epoch: -1 }, { metric_name: 'ok', value: 1 }, 3];
    const error = catchError(() => readMetricsBody({ records }));
    expect(error).toBeInstanceOf(ProtocolError);
    expect((error as ProtocolError).issues.map(({ path }) => path)).toEqual([
      'records.0.value',
      'records.1.epoch',
      'records.3',
    ]);
    expect(catchError(() => readStatusPatch({ status: 'done' }))).toMatchObject({ issues: [{ path: 'status' }] });
    expect(catchError(() => readLogsBody({}))).toMatchObject({ issues: [{ path: 'message' }] });
    expect(catchError(() => readWatchRequest({ action: 'subscribe', channel: 'job:x' }))).toMatchObject({
      issues: [{ path: 'channel' }],
    });
  });
});

it('gives paths for ids and for routers', () => {
  expect(endpoints.metrics(3)).toBe('/internal/training/3/metrics');
  expect(endpoints.completion(':job_id')).toBe('/api/v1/training/jobs/:job_id/callback/completion');
});

function catchError(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
