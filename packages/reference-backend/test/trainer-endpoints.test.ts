import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestBackend } from './fixtures/test-backend.ts';

let backend: TestBackend;
let jobId: number;
beforeAll(async () => {
  backend = await TestBackend.open();
});
afterAll(() => backend[Symbol.asyncDispose]());
beforeEach(async () => {
  jobId = await backend.createJob();
});

const metricsPath = () => `/internal/training/${jobId}/metrics`;
const logsPath = () => `/internal/training/${jobId}/logs`;
const statusPath = () => `/internal/training/${jobId}/status`;
const jobPath = () => `/api/v1/training/jobs/${jobId}`;
const storedMetrics = async () => (await backend.api(`${jobPath()}/metrics`)).body;
const storedLogs = async () => (await backend.api(`${jobPath()}/logs`)).body;
const job = async () => (await backend.api(jobPath())).body;

const progress = {
  status: 'running',
  current_epoch: 2,
  total_epochs: 4,
  progress_percent: 50,
  metrics: { loss: 0.4, extra_metrics: { 'val/top5': 'NaN' } },
  checkpoint_path: 'runs/last.safetensors',
};

describe('every endpoint', () => {
  const endpoints = [
    ['POST', metricsPath, { metric_name: 'loss', value: 1 }],
    ['POST', logsPath, { message: 'hello' }],
    ['PATCH', statusPath, { status: 'running' }],
    ['PATCH', jobPath, { status: 'running' }],
    ['POST', () => `${jobPath()}/callback/progress`, progress],
    ['POST', () => `${jobPath()}/callback/completion`, { status: 'completed' }],
  ] as const;

  test.each(endpoints)('%s %s needs the internal token', async (method, path, body) => {
    const missing = await backend.trainer(method, path(), body, '');
    expect(missing).toMatchObject({ status: 401, body: { error: { code: 'INTERNAL_AUTH_MISSING' } } });
    const wrong = await backend.trainer(method, path(), body, `${backend.backend.internalToken}x`);
    expect(wrong).toMatchObject({ status: 403, body: { error: { code: 'INTERNAL_AUTH_WRONG' } } });
    expect(wrong.body.error.message).toContain('INTERNAL_AUTH_TOKEN');
  });

  test.each(endpoints)('%s %s does not know every job', async (method, path, body) => {
    const unknown = await backend.trainer(method, path().replace(`/${jobId}`, '/999999'), body);
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'JOB_NOT_FOUND' } } });
    expect((await backend.trainer(method, path().replace(`/${jobId}`, '/none'), body)).status).toBe(404);
  });

  test.each(endpoints)('%s %s takes the same body twice', async (method, path, body) => {
    expect((await backend.trainer(method, path(), body)).status).toBe(200);
    expect((await backend.trainer(method, path(), body)).status).toBe(200);
  });

  test.each(endpoints)('%s %s refuses what is not JSON', async (method, path) => {
    expect(await backend.trainer(method, path(), '{"status": ')).toMatchObject({
      status: 422,
      body: { error: { code: 'BODY_NOT_JSON' } },
    });
  });
});

describe('metrics', () => {
  test('one value, one summary, or a batch of both', async () => {
    await backend.trainer('POST', metricsPath(), { metric_name: 'train/loss', value: 0.5, epoch: 1, step: 10 });
    await backend.trainer('POST', metricsPath(), {
      epoch: 1,
      loss: 0.4,
      accuracy: 0.9,
      extra_metrics: { 'val/top5': 1 },
    });
    const batch = await backend.trainer('POST', metricsPath(), {
      records: [
        { record_id: 'a-0', metric_name: 'train/loss', value: 0.3, step: 20 },
        { record_id: 'a-1', epoch: 2, learning_rate: 0.01 },
      ],
    });
    expect(batch.body).toEqual({ received: 2, stored: 2 });
    const { total, series } = await storedMetrics();
    expect(total).toBe(4);
    expect(series.map(({ name }: { name: string }) => name)).toEqual([
      'train/loss',
      'loss',
      'accuracy',
      'val/top5',
      'learning_rate',
    ]);
    expect(series[0].points).toMatchObject([
      { epoch: 1, step: 10, value: 0.5 },
      { epoch: null, step: 20, value: 0.3 },
    ]);
  });

  test('each record id is stored once, however often and in whatever company it comes', async () => {
    const record = (sequence: number) => ({
      record_id: `a-${sequence}`,
      metric_name: 'loss',
      value: 1,
      step: sequence,
    });
    await backend.trainer('POST', metricsPath(), { records: [record(0), record(1)] });
    const again = await backend.trainer('POST', metricsPath(), { records: [record(1), record(2), record(2)] });
    expect(again.body).toEqual({ received: 3, stored: 1 });
    expect((await storedMetrics()).total).toBe(3);
    const other = await backend.createJob();
    const elsewhere = await backend.trainer('POST', `/internal/training/${other}/metrics`, record(0));
    expect(elsewhere.body).toEqual({ received: 1, stored: 1 });
  });

  test('a retry without record ids is stored once too', async () => {
    const body = { epoch: 3, loss: 0.25 };
    await backend.trainer('POST', metricsPath(), body);
    expect((await backend.trainer('POST', metricsPath(), body)).body).toEqual({ received: 1, stored: 0 });
  });

  test('NaN and the infinities keep their names', async () => {
    const records = ['NaN', 'Infinity', '-Infinity', 0].map((value, step) => ({ metric_name: 'loss', value, step }));
    await backend.trainer('POST', metricsPath(), { records });
    const { series } = await storedMetrics();
    expect(series[0].points.map(({ value }: { value: unknown }) => value)).toEqual(['NaN', 'Infinity', '-Infinity', 0]);
  });

  test('one bad record refuses the batch and is named', async () => {
    const records = [
      { metric_name: 'loss', value: 1 },
      { metric_name: 'loss', value: 'high' },
      { epoch: -1, loss: 1 },
    ];
    const { status, body } = await backend.trainer('POST', metricsPath(), { records });
    expect(status).toBe(422);
    expect(body.error.fields.map(({ path }: { path: string }) => path)).toEqual(['records.1.value', 'records.2.epoch']);
    expect((await storedMetrics()).total).toBe(0);
  });

  test('a large batch fits', async () => {
    const records = Array.from({ length: 5_000 }, (_, step) => ({ metric_name: 'loss', value: step, step }));
    expect((await backend.trainer('POST', metricsPath(), { records })).body).toEqual({
      received: 5_000,
      stored: 5_000,
    });
    const { series, total } = (await backend.api(`${jobPath()}/metrics?buckets=100`)).body;
    expect(total).toBe(5_000);
    expect(series[0].total).toBe(5_000);
    expect(series[0].points.length).toBeLessThanOrEqual(300);
  });
});

describe('logs', () => {
  test('message or content, levels by any name, a batch', async () => {
    await backend.trainer('POST', logsPath(), { content: 'from an older trainer', level: 'WARN', log_type: 'stderr' });
    await backend.trainer('POST', logsPath(), { records: [{ message: 'one' }, { message: 'one' }] });
    const { logs, total } = await storedLogs();
    expect(total).toBe(3);
    expect(logs).toMatchObject([
      { content: 'from an older trainer', level: 'warning', log_type: 'stderr' },
      { content: 'one', level: 'info', log_type: 'stdout' },
      { content: 'one' },
    ]);
  });

  test('the old form of one metric value becomes a metric', async () => {
    const body = { epoch: 1, metric_name: 'val/accuracy', value: 0.75, timestamp: '2026-01-01T10:00:00' };
    expect((await backend.trainer('POST', logsPath(), body)).body).toEqual({ received: 1, stored: 1 });
    const { series } = await storedMetrics();
    expect(series[0]).toMatchObject({ name: 'val/accuracy', points: [{ created_at: '2026-01-01T10:00:00.000Z' }] });
    expect((await storedLogs()).total).toBe(0);
  });

  test("announced parameters become the job's", async () => {
    await backend.trainer('POST', logsPath(), { message: 'start', params: { 'training.seed': 7 } });
    await backend.trainer('POST', logsPath(), { message: 'more', params: { device: 'cpu' } });
    expect((await job()).params).toEqual({ 'training.seed': 7, device: 'cpu' });
  });
});

describe('status', () => {
  test('an end is never overwritten by a late "running", wherever that comes from', async () => {
    await backend.trainer('PATCH', statusPath(), { status: 'running' });
    await backend.trainer('PATCH', statusPath(), { status: 'failed', error: 'out of memory', traceback: 'at step 3' });
    const ended = await job();
    await backend.trainer('PATCH', statusPath(), { status: 'running' });
    await backend.trainer('PATCH', jobPath(), { status: 'running', accuracy: 0.5 });
    await backend.trainer('POST', `${jobPath()}/callback/progress`, progress);
    await backend.trainer('POST', `${jobPath()}/callback/completion`, { status: 'completed', exit_code: 0 });
    expect(await job()).toEqual(ended);
    expect(ended).toMatchObject({ status: 'failed', error_message: 'out of memory', process_id: null });
    expect((await storedLogs()).logs).toMatchObject([{ content: 'at step 3', level: 'error', log_type: 'stderr' }]);
  });

  test('a patch of the job sets its final figures', async () => {
    const patch = { status: 'completed', accuracy: 0.97, loss: 'NaN', completed_at: '2026-01-01T12:00:00+01:00' };
    await backend.trainer('PATCH', jobPath(), patch);
    expect(await job()).toMatchObject({
      status: 'completed',
      final_accuracy: 0.97,
      final_loss: 'NaN',
      completed_at: '2026-01-01T11:00:00.000Z',
    });
  });

  test('a wrong status is refused with the field', async () => {
    const { status, body } = await backend.trainer('PATCH', statusPath(), { status: 'done' });
    expect(status).toBe(422);
    expect(body.error.fields[0].path).toBe('status');
  });
});

describe('callbacks', () => {
  test('progress is kept', async () => {
    await backend.trainer('POST', `${jobPath()}/callback/progress`, progress);
    expect(await job()).toMatchObject({
      status: 'running',
      current_epoch: 2,
      progress_percent: 50,
      latest_metrics: { loss: 0.4, extra_metrics: { 'val/top5': 'NaN' } },
      last_checkpoint_path: 'runs/last.safetensors',
    });
  });

  test.each([
    [0, 'completed'],
    [1, 'failed'],
    [-9, 'failed'],
  ])('exit code %i means %s', async (exitCode, status) => {
    const body = { status: 'completed', exit_code: exitCode, traceback: 'Traceback: x', best_epoch: 2 };
    await backend.trainer('POST', `${jobPath()}/callback/completion`, body);
    await backend.trainer('POST', `${jobPath()}/callback/completion`, body);
    expect(await job()).toMatchObject({ status, best_epoch: 2 });
    expect((await storedLogs()).logs).toMatchObject([{ content: 'Traceback: x' }]);
  });
});
