import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdapterConfigInput } from '../adapter/adapter-config.js';
import type { InferenceInput } from '../adapter/inference.js';
import { type RunTrainingOptions, runTraining } from '../adapter/run-training.js';
import type { TrainingAdapter } from '../adapter/training-adapter.js';
import type { TrainingResult } from '../adapter/training-result.js';
import { ConfigError } from '../errors/config-error.js';
import type { LoggedRecord } from '../logger/logger-events.js';
import { TrainingLogger } from '../logger/training-logger.js';

/** The functions of a test runner: vitest, jest, `node:test` and `bun:test` all have them. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>, timeoutMs?: number): unknown;
}

/** An adapter under test. */
export interface AdapterSubject {
  name: string;
  createAdapter(config: AdapterConfigInput): TrainingAdapter<unknown>;
  /** A small dataset and model; the suite sets `epochs` and `outputDir`. At least two steps an epoch. */
  config: AdapterConfigInput;
  /** An image to run inference on; absent leaves that test out. */
  inferenceInput?: InferenceInput;
  /** How far the metrics of equal runs may be apart; above 0 only for devices that are not deterministic. @default 0 */
  tolerance?: number;
  /** Time limit of each test. @default 120_000 */
  timeoutMs?: number;
}

/** Defines the tests that every adapter must pass. */
export function describeAdapter({ describe, it }: TestRunner, subject: AdapterSubject): void {
  const check = (name: string, body: (outputDir: string) => Promise<void>) =>
    it(name, () => inTemporaryDirectory(body), subject.timeoutMs ?? 120_000);
  const create = (outputDir: string, epochs: number, dataset = subject.config.dataset) =>
    subject.createAdapter({ ...subject.config, dataset, training: { ...subject.config.training, epochs, outputDir } });

  describe(`adapter ${subject.name}`, () => {
    check('trains, reports, and leaves its files', async (outputDir) => {
      const { result, records } = await runRecorded(create(outputDir, 2));
      assert.equal(result.status, 'completed', result.error?.stack ?? 'no error');
      assert.equal(result.epochsCompleted, 2);
      const values = Object.values(result.finalMetrics);
      assert.ok(values.length > 0 && values.every(Number.isFinite), JSON.stringify(result.finalMetrics));
      assert.ok('train/loss' in result.finalMetrics, 'trainEpoch must return train/loss');
      assert.ok(stepsOf(records).length > 0, 'trainEpoch must report its steps');
      assert.deepEqual(statusesOf(records), ['running', 'completed']);
      for (const path of [result.bestCheckpointPath, result.lastCheckpointPath]) await stat(path ?? '');
      for (const file of ['args.json', 'results.csv', 'results.json']) await readFile(join(outputDir, file));
    });

    check('makes the same run from the same seed', async (outputDir) => {
      const first = await runRecorded(create(join(outputDir, 'a'), 1));
      const second = await runRecorded(create(join(outputDir, 'b'), 1));
      assertSameMetrics(second.result, first.result, subject.tolerance);
    });

    check('goes on from a checkpoint as if never interrupted', async (outputDir) => {
      const whole = await runRecorded(create(join(outputDir, 'whole'), 3));
      const cancel = new AbortController();
      const interrupted = await runRecorded(create(join(outputDir, 'part'), 3), {
        signal: cancel.signal,
        onProgress: ({ phase, epoch }) => phase === 'done' && epoch === 1 && cancel.abort(),
      });
      assert.equal(interrupted.result.status, 'cancelled');
      assert.equal(interrupted.result.epochsCompleted, 1);
      const resumeFrom = interrupted.result.lastCheckpointPath ?? '';
      const resumed = await runRecorded(create(join(outputDir, 'part'), 3), { resumeFrom });
      assert.equal(resumed.result.status, 'completed', resumed.result.error?.stack ?? 'no error');
      assertSameMetrics(resumed.result, whole.result, subject.tolerance);
      assert.deepEqual(stepsOf(whole.records), [...stepsOf(interrupted.records), ...stepsOf(resumed.records)]);
    });

    check('stops within one step when cancelled', async (outputDir) => {
      const cancel = new AbortController();
      const { result, records } = await runRecorded(create(outputDir, 2), {
        signal: cancel.signal,
        onRecord: ({ endpoint }) => endpoint === 'metrics' && cancel.abort(),
      });
      assert.equal(result.status, 'cancelled', result.error?.stack ?? 'no error');
      assert.deepEqual(statusesOf(records), ['running', 'cancelled']);
      assert.ok(
        stepsOf(records).length <= 2,
        `${stepsOf(records).length} steps were trained after the first was cancelled`,
      );
    });

    check('fails with the path of a missing dataset', async (outputDir) => {
      const path = join(outputDir, 'no-such-dataset');
      const { result, records } = await runRecorded(create(outputDir, 1, { ...subject.config.dataset, path }));
      assert.equal(result.status, 'failed');
      assert.match(result.error?.message ?? '', /no-such-dataset/);
      assert.deepEqual(statusesOf(records), ['running', 'failed']);
    });

    check('refuses a setting that it does not know', async () => {
      const training = { ...subject.config.training, noSuchSetting: 1 };
      const createWrong = () => subject.createAdapter({ ...subject.config, training });
      assert.throws(createWrong, (error) => ConfigError.isInstance(error));
    });

    const { inferenceInput } = subject;
    if (inferenceInput === undefined) return;
    check('infers from a checkpoint in a fresh adapter as after training', async (outputDir) => {
      const trained = create(outputDir, 1);
      const { lastCheckpointPath } = await runTraining(trained);
      const fresh = create(outputDir, 1);
      await fresh.loadCheckpoint(lastCheckpointPath ?? '');
      const [expected, actual] = [await trained.runInference(inferenceInput), await fresh.runInference(inferenceInput)];
      await Promise.all([trained.dispose(), fresh.dispose()]);
      assert.deepEqual({ ...actual, inferenceTimeMs: 0 }, { ...expected, inferenceTimeMs: 0 });
    });
  });
}

interface RecordedRun {
  result: TrainingResult;
  records: LoggedRecord[];
}

async function runRecorded(
  adapter: TrainingAdapter<unknown>,
  { onRecord, ...options }: RunTrainingOptions & { onRecord?: (record: LoggedRecord) => void } = {},
): Promise<RecordedRun> {
  const records: LoggedRecord[] = [];
  const logger = new TrainingLogger({ env: {}, notify: () => {} });
  logger.on('record', (record) => {
    records.push(record);
    onRecord?.(record);
  });
  const result = await runTraining(adapter, { ...options, logger });
  await adapter.dispose();
  return { result, records };
}

function stepsOf(records: readonly LoggedRecord[]): number[] {
  const steps = records.flatMap(({ endpoint, record }) =>
    endpoint === 'metrics' && record.kind === 'sample' && record.step !== undefined ? [record.step] : [],
  );
  return [...new Set(steps)];
}

function statusesOf(records: readonly LoggedRecord[]): string[] {
  return records.flatMap(({ endpoint, record }) =>
    endpoint === 'status' || endpoint === 'completion' ? [record.status] : [],
  );
}

function assertSameMetrics(actual: TrainingResult, expected: TrainingResult, tolerance = 0): void {
  assert.deepEqual(Object.keys(actual.finalMetrics), Object.keys(expected.finalMetrics));
  assert.equal(actual.bestEpoch, expected.bestEpoch);
  for (const [name, value] of Object.entries(expected.finalMetrics)) {
    const difference = Math.abs((actual.finalMetrics[name] ?? Number.NaN) - value);
    assert.ok(difference <= tolerance, `${name}: expected ${value}, found ${actual.finalMetrics[name]}`);
  }
}

async function inTemporaryDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'vision-adapter-'));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
