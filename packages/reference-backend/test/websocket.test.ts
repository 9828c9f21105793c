import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { TestBackend } from './fixtures/test-backend.ts';
import { Watcher } from './fixtures/watcher.ts';

let backend: TestBackend;
let jobId: number;
beforeAll(async () => {
  backend = await TestBackend.open();
});
afterAll(() => backend[Symbol.asyncDispose]());
beforeEach(async () => {
  jobId = await backend.createJob();
});

const sendMetrics = (...steps: number[]) =>
  backend.trainer('POST', `/internal/training/${jobId}/metrics`, {
    records: steps.map((step) => ({ record_id: `a-${step}`, metric_name: 'loss', value: 1 / step, step })),
  });
const sendStatus = (body: object) => backend.trainer('PATCH', `/internal/training/${jobId}/status`, body);
const kindsOf = (watcher: Watcher) => watcher.events.map(({ event }) => event);

/** Lets the backend act on what a watcher has sent. */
async function settle(watcher: Watcher): Promise<void> {
  watcher.send({ action: 'unsubscribe', channel: 'job:424242' });
  await delay(150);
}

test('a watcher is told everything that happens to its job, and the end comes last', async () => {
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: `job:${jobId}` });
  await settle(watcher);
  await sendStatus({ status: 'running' });
  await sendMetrics(1, 2);
  await backend.trainer('POST', `/internal/training/${jobId}/logs`, { message: 'half way' });
  await sendMetrics(2, 3);
  await sendStatus({ status: 'failed', error: 'the disk is full' });
  await vi.waitFor(() => expect(kindsOf(watcher)).toContain('training_error'));
  expect(watcher.metricSteps).toEqual([1, 2, 3]);
  expect(watcher.lines).toEqual(['half way']);
  expect(watcher.events.at(-1)).toMatchObject({
    event: 'training_error',
    jobId,
    completion: { status: 'failed', errorMessage: 'the disk is full' },
  });
});

test('a watcher that comes back goes on after its cursor: nothing missing, nothing twice', async () => {
  let cursor = '';
  {
    using watcher = await Watcher.open(backend);
    watcher.send({ action: 'subscribe', channel: `job:${jobId}` });
    await settle(watcher);
    await sendMetrics(1, 2);
    await vi.waitFor(() => expect(watcher.metricSteps).toEqual([1, 2]));
    cursor = watcher.events.at(-1)?.cursor ?? '';
  }
  await sendMetrics(3, 4);
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: `job:${jobId}`, cursor });
  await vi.waitFor(() => expect(watcher.metricSteps).toEqual([3, 4]));
  await sendMetrics(5);
  await vi.waitFor(() => expect(watcher.metricSteps).toEqual([3, 4, 5]));
});

test('the cursor of the metrics endpoint joins its answer with the stream', async () => {
  await sendMetrics(1, 2);
  const { body } = await backend.api(`/api/v1/training/jobs/${jobId}/metrics`);
  await sendMetrics(3);
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: `job:${jobId}`, cursor: body.cursor });
  await vi.waitFor(() => expect(watcher.metricSteps).toEqual([3]));
});

test('many records arrive in order, in messages of bounded size', async () => {
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: `job:${jobId}`, cursor: '0-0' });
  const steps = Array.from({ length: 3_000 }, (_, index) => index + 1);
  await sendMetrics(...steps);
  await vi.waitFor(() => expect(watcher.metricSteps.length).toBe(3_000), 5_000);
  expect(watcher.metricSteps).toEqual(steps);
  const sizes = watcher.events.map((event) => (event.event === 'training_metric' ? event.records.length : 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
});

test('the list of jobs tells states, no records', async () => {
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: 'jobs' });
  await settle(watcher);
  await sendStatus({ status: 'running' });
  await sendMetrics(1);
  await vi.waitFor(() => expect(watcher.events).toMatchObject([{ jobId, progress: { status: 'running' } }]));
  await sendStatus({ status: 'cancelled' });
  await vi.waitFor(() => expect(watcher.events[1]).toMatchObject({ completion: { status: 'cancelled' } }));
  expect(new Set(kindsOf(watcher))).toEqual(new Set(['training_progress', 'training_complete']));
});

test('after unsubscribing nothing comes', async () => {
  using watcher = await Watcher.open(backend);
  watcher.send({ action: 'subscribe', channel: `job:${jobId}` });
  await vi.waitFor(() => expect(watcher.events).toHaveLength(1));
  watcher.send({ action: 'unsubscribe', channel: `job:${jobId}` });
  await settle(watcher);
  await sendMetrics(1);
  await settle(watcher);
  expect(watcher.metricSteps).toEqual([]);
});

test('what a watcher asks wrongly is refused, and the connection stays', async () => {
  using watcher = await Watcher.open(backend);
  watcher.send('{');
  watcher.send({ action: 'subscribe', channel: 'everything' });
  watcher.send({ action: 'subscribe', channel: 'job:999999' });
  watcher.send({ action: 'subscribe', channel: `job:${jobId}`, cursor: 'yesterday' });
  await vi.waitFor(() => expect(watcher.refusals).toHaveLength(4));
  expect(watcher.refusals.map(({ code }) => code).sort()).toEqual(
    ['CURSOR_INVALID', 'JOB_NOT_FOUND', 'MESSAGE_NOT_JSON', 'PROTOCOL_BODY_INVALID'].sort(),
  );
  watcher.send({ action: 'subscribe', channel: `job:${jobId}` });
  await vi.waitFor(() => expect(watcher.events).toHaveLength(1));
});

test('without a valid token there is no connection', async () => {
  const url = `${backend.url.replace('http', 'ws')}/api/v1/ws`;
  for (const protocols of [[], ['vision.v1', 'bearer.wrong']]) {
    const socket = new WebSocket(url, protocols);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('401');
  }
});

test("somebody else's job cannot be watched", async () => {
  const jwtSecret = 'a secret that is long enough to sign with';
  await using shared = await TestBackend.open({ jwtSecret });
  const [ann, bob] = await Promise.all(
    ['ann', 'bob'].map((name) =>
      new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(name).sign(new TextEncoder().encode(jwtSecret)),
    ),
  );
  const { body: project } = await shared.api('/api/v1/projects', { name: "Ann's" }, ann);
  const owner = await shared.backend.store.findProject(project.id);
  const job = await shared.backend.store.createJob({
    projectId: owner?.id ?? 0,
    name: null,
    framework: 'logistic',
    modelName: 'm',
    taskType: 'image_classification',
    datasetPath: 'd',
    datasetFormat: 'json',
    numClasses: null,
    epochs: 1,
    batchSize: 1,
    learningRate: 1,
    optimizer: null,
    device: null,
    pretrained: false,
    checkpointPath: null,
    advancedConfig: {},
    outputDir: null,
  });
  using watcher = await Watcher.open(shared, bob);
  watcher.send({ action: 'subscribe', channel: 'jobs' });
  watcher.send({ action: 'subscribe', channel: `job:${job.id}` });
  await vi.waitFor(() => expect(watcher.refusals).toMatchObject([{ code: 'JOB_FORBIDDEN' }]));
  await shared.trainer('PATCH', `/internal/training/${job.id}/status`, { status: 'running' });
  await settle(watcher);
  expect(watcher.events).toEqual([]);
});

test('a watcher that does not read for a while loses nothing', async () => {
  using slow = await Watcher.open(backend);
  slow.socket.pause();
  slow.send({ action: 'subscribe', channel: `job:${jobId}`, cursor: '0-0' });
  const line = 'x'.repeat(5_000);
  for (let batch = 0; batch < 10; batch++) {
    const records = Array.from({ length: 500 }, (_, index) => ({ message: `${batch * 500 + index} ${line}` }));
    await backend.trainer('POST', `/internal/training/${jobId}/logs`, { records });
  }
  await delay(300);
  slow.socket.resume();
  await vi.waitFor(() => expect(slow.lines.length).toBe(5_000), 15_000);
  expect(slow.lines.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
});
