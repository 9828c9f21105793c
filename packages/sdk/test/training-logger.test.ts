import { setTimeout as sleep } from 'node:timers/promises';
import { type DroppedEvent, type RetryEvent, TrainingLogger, type TrainingLoggerOptions } from '@vision/trainer-sdk';
import { FakeBackend } from '@vision/trainer-sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let backend: FakeBackend;
const notices: string[] = [];

beforeEach(async () => {
  backend = await FakeBackend.start();
  notices.length = 0;
});
afterEach(() => backend.stop());

function openLogger(options: TrainingLoggerOptions = {}): TrainingLogger {
  return new TrainingLogger({
    backendUrl: backend.url,
    token: 'secret',
    jobId: 7,
    flushIntervalMs: 10,
    minRetryDelayMs: 10,
    maxRetryDelayMs: 50,
    notify: (message) => notices.push(message),
    env: {},
    ...options,
  });
}

const values = () => backend.metrics.map((record) => (record.kind === 'sample' ? record.value : undefined));
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('delivery', () => {
  it('sends metrics, logs and reports with job, token and unique ids', async () => {
    const logger = openLogger();
    logger.updateStatus('running');
    logger.logMetrics({ 'train/loss': 0.5, learning_rate: 0.1 }, { epoch: 1, step: 3 });
    logger.logMessage('hello', { level: 'warning', epoch: 1 });
    logger.logEpochSummary(1, { loss: 0.4, accuracy: 0.9, extraMetrics: { 'val/top5': 1 } });
    logger.logParams({ 'training.epochs': 3, name: 'x' });
    logger.reportCompleted({ totalEpochsCompleted: 1, bestEpoch: 1 });
    expect(await logger.close()).toEqual({ delivered: 7, spooled: 0, dropped: 0 });

    expect(backend.requests.every((request) => request.token === 'secret' && request.path.includes('/7/'))).toBe(true);
    expect(backend.statuses).toEqual([{ status: 'running' }]);
    expect(backend.metrics).toMatchObject([
      { metricName: 'train/loss', value: 0.5, epoch: 1, step: 3 },
      { metricName: 'learning_rate', value: 0.1, epoch: 1, step: 3 },
      { kind: 'summary', epoch: 1, loss: 0.4, accuracy: 0.9, extraMetrics: { 'val/top5': 1 } },
    ]);
    expect(backend.logs).toMatchObject([
      { message: 'hello', level: 'warning', epoch: 1 },
      { params: { 'training.epochs': 3, name: 'x' } },
    ]);
    expect(backend.completions).toEqual([{ status: 'completed', totalEpochsCompleted: 1, bestEpoch: 1 }]);
    const ids = [...backend.metrics, ...backend.logs].map((record) => record.recordId);
    expect(new Set(ids).size).toBe(5);
    expect(ids.every((id) => id?.startsWith(`${logger.attempt}-`))).toBe(true);
  });

  it('shares requests among records and keeps their order', async () => {
    const logger = openLogger({ maxBatchRecords: 500 });
    for (const index of range(2000)) logger.logMetric('train/loss', index, { step: 2000 - index });
    await logger.close();
    expect(values()).toEqual(range(2000));
    expect(backend.requests.length).toBeLessThanOrEqual(5);
  });

  it('splits batches by size', async () => {
    const logger = openLogger({ maxBatchBytes: 1000 });
    for (const index of range(20)) logger.logMessage(`${index} ${'x'.repeat(300)}`);
    await logger.close();
    expect(backend.logs).toHaveLength(20);
    expect(backend.requests.length).toBeGreaterThanOrEqual(10);
  });

  it('sends a report only after everything that was logged before it', async () => {
    const logger = openLogger({ maxBatchRecords: 10 });
    for (const index of range(55)) logger.logMetric('m', index);
    logger.reportCompleted();
    logger.logMetric('m', 55);
    await logger.close();
    const completion = backend.requests.findIndex((request) => request.path.endsWith('/completion'));
    const before = backend.requests
      .slice(0, completion)
      .flatMap(({ body }) => (body as { records: unknown[] }).records);
    expect(before).toHaveLength(55);
  });

  it('delivers in the background without flush', async () => {
    const logger = openLogger();
    logger.logMetric('m', 1);
    await expect.poll(values).toEqual([1]);
    await logger.close();
  });

  it('carries NaN and infinities', async () => {
    const logger = openLogger();
    logger.logMetrics({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY });
    await logger.close();
    expect(JSON.stringify(backend.requests[0]?.body)).toMatch(/"NaN".*"Infinity".*"-Infinity"/);
    expect(values()).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it('reports a failure with message and stack', async () => {
    const logger = openLogger();
    logger.reportFailed(new Error('out of data'));
    await logger.close();
    const expected = { status: 'failed', errorMessage: 'out of data', traceback: expect.stringContaining('test.ts') };
    expect(backend.completions).toMatchObject([expected]);
  });
});

describe('trouble', () => {
  it('survives an outage and a restart, losing and doubling nothing', async () => {
    const retries: RetryEvent[] = [];
    const logger = openLogger();
    logger.on('retry', (event) => retries.push(event));
    for (const index of range(50)) logger.logMetric('m', index);
    await logger.flush();
    await backend.stop();
    for (const index of range(50)) logger.logMetric('m', 50 + index);
    await expect.poll(() => retries.length).toBeGreaterThan(2);
    await backend.listen();
    for (const index of range(50)) logger.logMetric('m', 100 + index);
    expect(await logger.close()).toEqual({ delivered: 150, spooled: 0, dropped: 0 });
    expect(values()).toEqual(range(150));
    expect(retries[0]?.reason).toContain(backend.url);
    expect(notices).toEqual([expect.stringContaining('trying again'), expect.stringContaining('is back')]);
  });

  it('sends the same ids again when the reply was lost after the write', async () => {
    backend.plan({ cut: 'after_store' });
    const logger = openLogger();
    for (const index of range(10)) logger.logMetric('m', index);
    await logger.close();
    expect(values()).toEqual(range(10));
    expect(backend.duplicates).toBe(10);
    expect(backend.requests[1]?.body).toEqual(backend.requests[0]?.body);
  });

  it('waits as long as Retry-After says', async () => {
    backend.plan({ status: 429, headers: { 'retry-after': '1' } });
    const logger = openLogger();
    logger.logMetric('m', 1);
    expect((await logger.close()).delivered).toBe(1);
    const [first, second] = backend.requests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(950);
  });

  it.each([408, 425, 429, 500, 502, 503])('tries again after %d', async (status) => {
    backend.plan({ status }, { status });
    const logger = openLogger();
    logger.logMetric('m', 1);
    expect(await logger.close()).toEqual({ delivered: 1, spooled: 0, dropped: 0 });
    expect(backend.requests).toHaveLength(3);
  });

  it.each([400, 404, 422])('gives up a batch after %d, says so, and goes on', async (status) => {
    backend.plan({ status });
    const drops: DroppedEvent[] = [];
    const logger = openLogger();
    logger.on('dropped', (event) => drops.push(event));
    logger.logMetric('m', 1);
    expect(await logger.flush()).toBe(false);
    logger.logMetric('m', 2);
    expect(await logger.close()).toEqual({ delivered: 1, spooled: 0, dropped: 1 });
    expect(drops).toMatchObject([{ records: 1, reason: 'rejected', message: expect.stringContaining(`${status}`) }]);
    expect(values()).toEqual([2]);
  });

  it.each([401, 403])('stops after %d and says which variable to check', async (status) => {
    backend.always({ status });
    const reasons: string[] = [];
    const logger = openLogger();
    logger.on('disabled', ({ reason }) => reasons.push(reason));
    logger.logMetric('m', 1);
    await expect.poll(() => reasons).toHaveLength(1);
    logger.logMetric('m', 2);
    await sleep(50);
    expect(backend.requests).toHaveLength(1);
    expect(reasons[0]).toContain('INTERNAL_AUTH_TOKEN');
    expect(await logger.close()).toEqual({ delivered: 0, spooled: 0, dropped: 2 });
  });

  it.each([401, 403])('ends flush() and close() at once on %d', async (status) => {
    backend.always({ status, delayMs: 100 });
    const logger = openLogger();
    logger.logMetric('m', 1);
    const startMs = performance.now();
    expect(await logger.flush({ timeoutMs: 60_000 })).toBe(false);
    expect(await logger.close({ timeoutMs: 60_000 })).toEqual({ delivered: 0, spooled: 0, dropped: 1 });
    expect(performance.now() - startMs).toBeLessThan(3000);
  });

  it('gives up a request that takes too long, and sends it again', async () => {
    backend.plan({ delayMs: 10_000 });
    const logger = openLogger({ requestTimeoutMs: 100 });
    logger.logMetric('m', 1);
    expect(await logger.close()).toEqual({ delivered: 1, spooled: 0, dropped: 0 });
  });

  it('keeps memory bounded: the oldest go, reports stay, all is counted', async () => {
    await backend.stop();
    const logger = openLogger({ maxMemoryBytes: 20_000, maxBatchRecords: 10 });
    logger.updateStatus('running');
    for (const index of range(1000)) logger.logMetric('m', index);
    logger.reportCompleted();
    await logger.flush({ timeoutMs: 1 });
    const { dropped } = logger.counts;
    expect(dropped).toBeGreaterThan(500);
    await backend.listen();
    expect(await logger.close()).toEqual({ delivered: 1002 - dropped, spooled: 0, dropped });
    expect(values()).toEqual(range(1000).slice(dropped));
    expect(backend.statuses).toHaveLength(1);
    expect(backend.completions).toHaveLength(1);
  });

  it('closes within its deadline and counts what was left', async () => {
    backend.always({ delayMs: 60_000 });
    const logger = openLogger();
    for (const index of range(5)) logger.logMetric('m', index);
    const startMs = performance.now();
    expect(await logger.close({ timeoutMs: 200 })).toEqual({ delivered: 0, spooled: 0, dropped: 5 });
    expect(performance.now() - startMs).toBeLessThan(1000);
    logger.logMetric('late', 1);
    expect(logger.counts).toMatchObject({ logged: 6, dropped: 6 });
    expect(await logger.close()).toEqual({ delivered: 0, spooled: 0, dropped: 5 });
  });

  it('drops only the record that the protocol does not allow', async () => {
    const logger = openLogger();
    logger.logMetric('good', 1, { step: 1 });
    logger.logMetric('bad step', 1, { step: 1.5 });
    logger.logMetric('', 1);
    logger.logMetric('bad epoch', 1, { epoch: -1 });
    expect(await logger.close()).toEqual({ delivered: 1, spooled: 0, dropped: 3 });
  });

  it('keeps trying often while somebody waits', async () => {
    await backend.stop();
    const logger = openLogger({ minRetryDelayMs: 60_000, maxRetryDelayMs: 60_000 });
    logger.logMetric('m', 1);
    await expect.poll(() => notices.length).toBe(1);
    setTimeout(() => backend.listen(), 300);
    expect(await logger.close({ timeoutMs: 5000 })).toEqual({ delivered: 1, spooled: 0, dropped: 0 });
  });

  it('does not let a listener or a notice harm the run', async () => {
    const logger = openLogger();
    logger.on('sent', () => {
      throw new Error('listener');
    });
    logger.logMetric('m', 1);
    expect((await logger.close()).delivered).toBe(1);
    expect(notices.join()).toContain('listener');
  });
});

describe('configuration', () => {
  it('is disabled without a backend, says so once, and still emits records', async () => {
    const logger = new TrainingLogger({ env: {}, notify: (message) => notices.push(message) });
    const records: unknown[] = [];
    logger.on('record', (event) => records.push(event));
    logger.logMetric('m', 1);
    logger.reportCompleted();
    expect(records).toMatchObject([{ endpoint: 'metrics' }, { endpoint: 'completion' }]);
    expect(notices).toEqual([expect.stringContaining('BACKEND_API_URL')]);
    expect(await logger.close()).toEqual({ delivered: 0, spooled: 0, dropped: 0 });
  });

  it('reads the environment', async () => {
    const env = { BACKEND_API_URL: `${backend.url}/`, INTERNAL_AUTH_TOKEN: 't', JOB_ID: '12' };
    const logger = new TrainingLogger({ env });
    logger.logMetric('m', 1);
    await logger.close();
    expect(backend.requests).toMatchObject([{ token: 't', path: '/internal/training/12/metrics' }]);
  });

  it.each([
    [{ BACKEND_API_URL: 'localhost:8000', JOB_ID: '1' }, /BACKEND_API_URL: .*localhost:8000/],
    [{ BACKEND_API_URL: 'http://localhost:8000', JOB_ID: 'one' }, /JOB_ID: .*"one"/],
    [{ BACKEND_API_URL: 'http://localhost:8000' }, /JOB_ID: .*nothing/],
  ])('names the variable that is wrong: %o', (env, message) => {
    expect(() => new TrainingLogger({ env })).toThrow(message);
  });
});
