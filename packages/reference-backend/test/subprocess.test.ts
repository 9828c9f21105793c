import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@vision/reference-backend';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Answer, TestBackend } from './fixtures/test-backend.ts';

const packagePath = createRequire(import.meta.url).resolve('@vision/reference-backend/package.json');
const script = join(dirname(packagePath), 'dist/cli/vision-backend.js');

let backend: TestBackend;
beforeAll(async () => {
  backend = await TestBackend.open();
});
afterAll(() => backend[Symbol.asyncDispose]());

const SLOW = { epochs: 1_000, advanced_config: { stepDelayMs: 20 } };
const isEnded = ({ status }: Answer['body']) => ['completed', 'failed', 'cancelled'].includes(status);
const linesOf = async (id: number, query = '') => {
  const { body } = await backend.api(`/api/v1/training/jobs/${id}/logs?limit=1000${query}`);
  return body.logs.map(({ content }: { content: string }) => content) as string[];
};

async function startJob(changes: object = {}): Promise<{ id: number; answer: Answer }> {
  const id = await backend.createJob(changes);
  return { id, answer: await backend.api(`/api/v1/training/jobs/${id}/start`, {}) };
}

/** A job whose trainer has begun its epochs. */
async function startSlowJob(): Promise<{ id: number; processId: number }> {
  const { id } = await startJob(SLOW);
  const job = await backend.waitForJob(id, ({ current_epoch: epoch, status }) => epoch >= 1 || status !== 'running');
  expect(job.status).toBe('running');
  return { id, processId: job.process_id };
}

test('a job trains, and everything it says is stored once', async () => {
  const { id, answer } = await startJob();
  expect(answer).toMatchObject({ status: 200, body: { status: 'running', process_id: expect.any(Number) } });
  const again = await backend.api(`/api/v1/training/jobs/${id}/start`, {});
  expect(again).toMatchObject({ status: 400, body: { error: { code: 'JOB_NOT_PENDING' } } });

  const job = await backend.waitForJob(id, isEnded);
  expect(job).toMatchObject({ status: 'completed', process_id: null, current_epoch: 3, progress_percent: 100 });
  expect(job.final_accuracy).toBeGreaterThan(0.8);
  expect(job.best_checkpoint_path).toBe(join(backend.folder, 'run', 'best.json'));
  expect(job.params['training.batchSize']).toBe(40);

  const { body } = await backend.api(`/api/v1/training/jobs/${id}/metrics`);
  const points = Object.fromEntries(
    body.series.map(({ name, total }: { name: string; total: number }) => [name, total]),
  );
  // 480 samples in batches of 40 are 12 steps an epoch.
  expect(points).toEqual({
    'train/loss': 36,
    'train/accuracy': 36,
    'val/loss': 3,
    'val/accuracy': 3,
    learning_rate: 3,
  });
  const lines = await linesOf(id);
  expect(lines.filter((line) => line.startsWith('epoch 2:'))).toHaveLength(1);
  expect(await linesOf(id, '&log_type=stdout&search=weights')).toEqual(['weights start at zero']);
  expect(await linesOf(id, '&log_type=stderr')).toEqual(['stderr of the trainer is kept too']);
});

test('a trainer that is killed leaves its job failed within seconds, with the reason', async () => {
  const { id, processId } = await startSlowJob();
  const killedAt = Date.now();
  process.kill(processId, 'SIGKILL');
  const job = await backend.waitForJob(id, isEnded);
  expect(Date.now() - killedAt).toBeLessThan(5_000);
  expect(job).toMatchObject({ status: 'failed', process_id: null });
  expect(job.error_message).toContain('SIGKILL');
  expect(job.error_message).toContain('stderr of the trainer is kept too');
});

test('cancelling stops the trainer', async () => {
  const { id, processId } = await startSlowJob();
  const { body } = await backend.api(`/api/v1/training/jobs/${id}/cancel`, {});
  expect(body.status).toBe('cancelling');
  const job = await backend.waitForJob(id, isEnded);
  expect(job).toMatchObject({ status: 'cancelled', error_message: null });
  await vi.waitFor(() => expect(() => process.kill(processId, 0)).toThrow());
});

test('a trainer that ignores SIGTERM is killed after the grace period', async () => {
  const stubborn = join(backend.folder, 'stubborn.mjs');
  writeFileSync(
    stubborn,
    `process.on('SIGTERM', () => console.log('not now'));
     export function createAdapter() { console.log('ready'); for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000); }`,
  );
  await using other = await TestBackend.open({ adapters: { stubborn }, cancelGraceMs: 300 });
  const id = await other.createJob({ framework: 'stubborn' });
  const { body: started } = await other.api(`/api/v1/training/jobs/${id}/start`, {});
  await vi.waitFor(async () => {
    expect((await other.api(`/api/v1/training/jobs/${id}/logs?search=ready`)).body.logs).toHaveLength(1);
  }, 10_000);
  await other.api(`/api/v1/training/jobs/${id}/cancel`, {});
  expect(await other.waitForJob(id, isEnded)).toMatchObject({ status: 'cancelled' });
  expect(() => process.kill(started.process_id, 0)).toThrow();
});

test.each([
  ['a framework that nobody has', { framework: 'nothing' }, '@vision/adapter-nothing'],
  ['a dataset that is not there', { dataset_path: '/no/such/points.json' }, '/no/such/points.json'],
  ['a setting the adapter refuses', { advanced_config: { stepDelayMs: 'long' } }, 'stepDelayMs'],
])('%s is named in the job', async (_, changes, name) => {
  const { id } = await startJob(changes);
  const job = await backend.waitForJob(id, isEnded);
  expect(job.status).toBe('failed');
  expect(job.error_message).toContain(name);
});

test("the reason is the trainer's own, and the end of its process adds nothing to it", async () => {
  const { id, answer } = await startJob({ dataset_path: '/no/such/points.json' });
  await backend.waitForJob(id, isEnded);
  await vi.waitFor(() => expect(() => process.kill(answer.body.process_id, 0)).toThrow(), 10_000);
  // Longer than the backend waits before it concludes anything from the exit.
  await delay(1_500);
  const job = await backend.waitForJob(id, isEnded);
  expect(job).toMatchObject({ status: 'failed', error_message: expect.stringContaining('/no/such/points.json') });
  expect(job.error_message).not.toContain('before it reported');
});

test('a trainer gets the token of the backend and none of its other secrets', async () => {
  const spy = join(backend.folder, 'spy.mjs');
  writeFileSync(
    spy,
    `export function createAdapter() {
       const { JWT_SECRET, DATABASE_URL, JOB_ID, BACKEND_API_URL, INTERNAL_AUTH_TOKEN } = process.env;
       console.log(JSON.stringify({ JWT_SECRET, DATABASE_URL, JOB_ID, BACKEND_API_URL, hasToken: !!INTERNAL_AUTH_TOKEN }));
       process.exit(3);
     }`,
  );
  await using other = await TestBackend.open({ adapters: { spy } });
  const id = await other.createJob({ framework: 'spy' });
  vi.stubEnv('JWT_SECRET', 'secret').stubEnv('DATABASE_URL', 'elsewhere');
  await other.api(`/api/v1/training/jobs/${id}/start`, {});
  vi.unstubAllEnvs();
  const job = await other.waitForJob(id, isEnded);
  expect(job.error_message).toContain('exit code 3');
  const { body } = await other.api(`/api/v1/training/jobs/${id}/logs?search=BACKEND_API_URL`);
  expect(JSON.parse(body.logs[0].content)).toEqual({ JOB_ID: String(id), BACKEND_API_URL: other.url, hasToken: true });
});

test('when the backend comes back, a job whose trainer is gone is failed and one that still runs is watched on', async () => {
  const database = join(backend.folder, 'restart.sqlite');
  const first = await TestBackend.open({ database });
  const [gone, alive] = [await first.createJob(), await first.createJob()];
  const dead = spawn(process.execPath, ['-e', '0']);
  await once(dead, 'exit');
  const living = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
    env: { ...process.env, JOB_ID: String(alive) },
    detached: true,
  });
  for (const [id, child] of [
    [gone, dead],
    [alive, living],
  ] as const) {
    await first.backend.store.changeJob(id, () => ({ status: 'running', processId: child.pid ?? null }));
  }
  await first[Symbol.asyncDispose]();

  const second = await createBackend({ database });
  try {
    expect(await second.store.findJob(gone)).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining(String(dead.pid)),
    });
    expect(await second.store.findJob(alive)).toMatchObject({ status: 'running' });
    living.kill('SIGKILL');
    await vi.waitFor(async () => expect((await second.store.findJob(alive))?.status).toBe('failed'), 5_000);
  } finally {
    await second.close();
  }
});

test('a trainer that outlives a killed backend goes on reporting to the next one', async () => {
  const database = join(backend.folder, 'killed.sqlite');
  const startBackend = async (port: string) => {
    const adapter = fileURLToPath(new URL('./fixtures/logistic-regression-adapter.ts', import.meta.url));
    const args = ['--port', port, '--database', database, '--adapter', `logistic=${adapter}`];
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      output += chunk;
      if (output.includes('API token')) break;
    }
    child.stdout.resume();
    const url = /Dashboard +(\S+)/.exec(output)?.[1] ?? '';
    const token = /API token +(\S+)/.exec(output)?.[1] ?? '';
    const api = async (path: string, body?: object) => {
      const response = await fetch(url + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return JSON.parse(await response.text());
    };
    return { child, url, api };
  };

  const first = await startBackend('0');
  const { id: projectId } = await first.api('/api/v1/projects', { name: 'Points' });
  const { id } = await first.api('/api/v1/training/jobs', {
    project_id: projectId,
    framework: 'logistic',
    model_name: 'logistic-regression',
    task_type: 'image_classification',
    dataset_path: join(backend.folder, 'points.json'),
    dataset_format: 'json',
    epochs: 10,
    batch_size: 40,
    learning_rate: 0.2,
    output_dir: join(backend.folder, 'outlives'),
    advanced_config: { stepDelayMs: 30 },
  });
  await first.api(`/api/v1/training/jobs/${id}/start`, {});
  await vi.waitFor(async () => expect((await first.api(`/api/v1/training/jobs/${id}`)).current_epoch).toBe(1), 15_000);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await startBackend(new URL(first.url).port);
  await vi.waitFor(async () => {
    expect(await second.api(`/api/v1/training/jobs/${id}`)).toMatchObject({ status: 'completed', current_epoch: 10 });
  }, 25_000);
  const { series } = await second.api(`/api/v1/training/jobs/${id}/metrics`);
  const steps = series.find(({ name }: { name: string }) => name === 'train/loss').points;
  expect(steps.map(({ step }: { step: number }) => step)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');
}, 60_000);

test('closing the backend stops its trainers', async () => {
  const other = await TestBackend.open();
  const id = await other.createJob(SLOW);
  await other.api(`/api/v1/training/jobs/${id}/start`, {});
  const { process_id: processId } = await other.waitForJob(id, ({ current_epoch: epoch }) => epoch >= 1);
  await other[Symbol.asyncDispose]();
  expect(() => process.kill(processId, 0)).toThrow();
});
