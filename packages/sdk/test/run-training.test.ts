import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AdapterConfigInput,
  ConfigError,
  DatasetError,
  DivergedError,
  type RunProgress,
  runTraining,
  TrainingLogger,
  type TrainingResult,
} from '@vision/trainer-sdk';
import { describeAdapter, FakeBackend } from '@vision/trainer-sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LinearAdapter } from './linear-adapter.js';

const directory = await mkdtemp(join(tmpdir(), 'vision-run-'));
const datasetPath = join(directory, 'points.csv');
const points = Array.from({ length: 40 }, (_, index) => [index / 40, 3 * (index / 40) - 1 + ((index * 7) % 5) / 50]);
await writeFile(datasetPath, points.map((point) => `${point.join(',')}\n`).join(''));
let outputDir = '';

beforeEach(async () => {
  outputDir = await mkdtemp(join(directory, 'out-'));
});
afterAll(() => rm(directory, { recursive: true }));

interface Overrides {
  training?: AdapterConfigInput['training'];
  advancedConfig?: Record<string, unknown>;
  path?: string;
}

function configOf({ training, advancedConfig, path }: Overrides = {}): AdapterConfigInput {
  return {
    model: { framework: 'linear', modelName: 'line', taskType: 'image_classification' },
    dataset: { path: path ?? datasetPath },
    training: { epochs: 5, batchSize: 8, learningRate: 0.05, outputDir, ...training },
    ...(advancedConfig === undefined ? {} : { advancedConfig }),
  };
}

const create = (overrides: Overrides = {}) => new LinearAdapter(configOf(overrides));
const readJson = async (file: string) => JSON.parse(await readFile(join(outputDir, file), 'utf8'));

describeAdapter(
  { describe, it },
  { name: 'linear', createAdapter: (config) => new LinearAdapter(config), config: configOf(), inferenceInput: '0.5' },
);

describe('the loop', () => {
  it('calls the adapter in order and writes its files', async () => {
    const adapter = create({ training: { epochs: 2 } });
    const result = await runTraining(adapter);
    expect(result).toMatchObject({ status: 'completed', stopReason: 'all_epochs', epochsCompleted: 2 });
    expect(adapter.calls).toEqual([
      'prepareDataset',
      'prepareModel',
      'onTrainBegin',
      'onEpochBegin 1',
      'onEpochEnd 1',
      'onEpochBegin 2',
      'onEpochEnd 2',
      'onTrainEnd',
    ]);
    const csv = (await readFile(join(outputDir, 'results.csv'), 'utf8')).trim().split('\n');
    expect(csv[0]).toBe('epoch,seconds,train/loss,learning_rate,val/loss');
    expect(csv).toHaveLength(3);
    expect(await readJson('results.json')).toMatchObject({
      status: 'completed',
      bestEpoch: 2,
      epochs: [{ epoch: 1 }, {}],
    });
    expect(await readJson('args.json')).toMatchObject({
      training: { epochs: 2, batchSize: 8 },
      advancedConfig: { momentum: 0.5 },
    });
    expect((await readdir(outputDir)).sort()).toEqual([
      'args.json',
      'best.json',
      'last.json',
      'results.csv',
      'results.json',
    ]);
  });

  it('keeps the best epoch apart from the last', async () => {
    const result = await runTraining(create({ training: { checkpointMetric: 'val/loss', checkpointMode: 'max' } }));
    expect(result).toMatchObject({ status: 'completed', bestEpoch: 1, epochsCompleted: 5 });
    const infoOf = async (file: string) => JSON.parse((await readJson(file)).info);
    expect(await infoOf('best.json')).toMatchObject({ epoch: 1 });
    expect(await infoOf('last.json')).toMatchObject({ epoch: 5 });
  });

  it('stops early, also right after a resume', async () => {
    const training = { epochs: 50, earlyStoppingPatience: 2, checkpointMode: 'max' } as const;
    const first = await runTraining(create({ training }));
    expect(first).toMatchObject({ status: 'completed', stopReason: 'early_stopping', epochsCompleted: 3 });
    const resumed = await runTraining(create({ training }), { resumeFrom: first.lastCheckpointPath ?? '' });
    expect(resumed).toMatchObject({ stopReason: 'early_stopping', epochsCompleted: 3 });
  });

  it('has its checkpoints also when resumed into another directory', async () => {
    const first = await runTraining(create({ training: { epochs: 3, checkpointMode: 'max' } }));
    const elsewhere = join(outputDir, 'elsewhere');
    const resumed = await runTraining(
      create({ training: { epochs: 4, checkpointMode: 'max', outputDir: elsewhere } }),
      {
        resumeFrom: first.lastCheckpointPath ?? '',
      },
    );
    expect(resumed).toMatchObject({
      epochsCompleted: 4,
      bestEpoch: 1,
      bestCheckpointPath: join(elsewhere, 'best.json'),
    });
    expect(await readFile(join(elsewhere, 'best.json'))).toEqual(await readFile(join(outputDir, 'best.json')));
  });

  it('stops when the time is up', async () => {
    const result = await runTraining(
      create({ training: { epochs: 1000, maxSeconds: 0.05 }, advancedConfig: { stepDelayMs: 5 } }),
    );
    expect(result).toMatchObject({ status: 'completed', stopReason: 'max_seconds' });
    expect(result.epochsCompleted).toBeLessThan(20);
  });

  it('runs one epoch even when the time is up before it, also after a resume', async () => {
    const first = await runTraining(create({ training: { epochs: 9, maxSeconds: 1e-9 } }));
    expect(first).toMatchObject({ stopReason: 'max_seconds', epochsCompleted: 1 });
    const resumed = await runTraining(create({ training: { epochs: 9, maxSeconds: 1e-9 } }), {
      resumeFrom: first.lastCheckpointPath ?? '',
    });
    expect(resumed).toMatchObject({ stopReason: 'max_seconds', epochsCompleted: 2 });
  });

  it.each([
    [4, [4, 8]],
    // An epoch has 5 steps: with none of them sent, its mean is.
    [100, [5, 10]],
  ])('sends every %d-th step', async (logEverySteps, expected) => {
    const backend = await FakeBackend.start();
    const logger = new TrainingLogger({ backendUrl: backend.url, jobId: 1, env: {} });
    await runTraining(create({ training: { epochs: 2, logEverySteps } }), { logger });
    await logger.close();
    await backend.stop();
    const steps = backend.metrics.filter((record) => record.kind === 'sample' && record.metricName === 'train/loss');
    expect(steps.map((record) => record.step)).toEqual(expected);
  });

  it('stops on a loss that is not finite, naming it', async () => {
    const result = await runTraining(create({ training: { learningRate: 1e200 } }));
    expect(result.status).toBe('failed');
    expect(result.error).toBeInstanceOf(DivergedError);
    expect(result.error?.message).toMatch(/train\/loss is (NaN|Infinity) at epoch 1, step \d/);
  });

  it('fails when the checkpoint metric does not exist, naming those that do', async () => {
    const { error } = await runTraining(create({ training: { checkpointMetric: 'val/acc' } }));
    expect(error?.message).toMatch(/training.checkpointMetric: .*train\/loss.*"val\/acc"/);
  });

  it.each([
    [{ path: '/no/such/points.csv' }, DatasetError, /\/no\/such\/points.csv/],
    [{ path: 's3://bucket/points.csv' }, DatasetError, /s3:\/\/bucket\/points.csv/],
    [{ training: { outputDir: join(datasetPath, 'out') } }, ConfigError, /training.outputDir: .*points.csv/],
  ])('fails with the thing to blame: %o', async (overrides, type, message) => {
    const { status, error } = await runTraining(create(overrides));
    expect(status).toBe('failed');
    expect(error).toBeInstanceOf(type);
    expect(error?.message).toMatch(message);
  });

  it('keeps the former checkpoint when saving fails half-way', async () => {
    const adapter = create({ training: { epochs: 1 } });
    await runTraining(adapter);
    const before = await readFile(join(outputDir, 'last.json'), 'utf8');
    const broken = create({ training: { epochs: 2 } });
    broken.saveCheckpoint = async (path) => {
      await writeFile(path, 'half');
      throw new Error('disk full');
    };
    const result = await runTraining(broken, { resumeFrom: join(outputDir, 'last.json') });
    expect(result.error?.message).toBe('disk full');
    expect(await readFile(join(outputDir, 'last.json'), 'utf8')).toBe(before);
    expect((await readdir(outputDir)).filter((file) => file.startsWith('.'))).toEqual([]);
  });
});

describe('runTraining', () => {
  let backend: FakeBackend;
  beforeAll(async () => {
    backend = await FakeBackend.start();
  });
  afterAll(() => backend.stop());

  async function runReported(adapter: LinearAdapter, signal?: AbortSignal): Promise<TrainingResult> {
    for (const list of [backend.statuses, backend.completions, backend.metrics, backend.progress]) list.length = 0;
    const logger = new TrainingLogger({ backendUrl: backend.url, jobId: 3, env: {} });
    const result = await runTraining(adapter, { logger, ...(signal === undefined ? {} : { signal }) });
    await logger.close();
    return result;
  }

  it('reports running, progress and completed', async () => {
    const result = await runReported(create({ training: { epochs: 2 } }));
    expect(backend.statuses).toEqual([{ status: 'running' }]);
    expect(backend.completions).toMatchObject([
      { status: 'completed', totalEpochsCompleted: 2, bestEpoch: 2, bestCheckpointPath: result.bestCheckpointPath },
    ]);
    expect(backend.progress).toMatchObject([
      { currentEpoch: 1, totalEpochs: 2, progressPercent: 50, status: 'running' },
      { currentEpoch: 2, progressPercent: 100, metrics: { loss: result.finalMetrics['val/loss'] } },
    ]);
    const names = backend.metrics.map((record) =>
      record.kind === 'sample' ? `${record.metricName}@${record.step}` : '',
    );
    expect(names.filter((name) => name.startsWith('train/loss'))).toHaveLength(10);
    expect(names.filter((name) => name.startsWith('val/loss'))).toEqual(['val/loss@5', 'val/loss@10']);
  });

  it('reports a failure with message and stack', async () => {
    await runReported(create({ advancedConfig: { failAtStep: 7 } }));
    expect(backend.completions).toMatchObject([
      {
        status: 'failed',
        errorMessage: 'broken at step 7',
        traceback: expect.stringContaining('linear-adapter'),
        totalEpochsCompleted: 1,
      },
    ]);
  });

  it('reports a cancelled run', async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 100);
    await runReported(create({ training: { epochs: 1000 }, advancedConfig: { stepDelayMs: 2 } }), cancel.signal);
    expect(backend.completions).toMatchObject([{ status: 'cancelled' }]);
  });

  it('turns an exception of an overridden train into a result', async () => {
    const adapter = create();
    adapter.train = () => Promise.reject(new Error('own loop broke'));
    expect(await runReported(adapter)).toMatchObject({ status: 'failed', error: { message: 'own loop broke' } });
    const traceback = expect.any(String);
    expect(backend.completions).toEqual([{ status: 'failed', errorMessage: 'own loop broke', traceback }]);
  });

  it('tells progress, and takes no harm from a listener that throws', async () => {
    const seen: RunProgress[] = [];
    const { status } = await runTraining(create({ training: { epochs: 1 } }), {
      onProgress: (progress) => {
        seen.push(progress);
        throw new Error('display broke');
      },
    });
    expect(status).toBe('completed');
    expect(seen.map(({ phase }) => phase)).toEqual([...Array(5).fill('train'), 'done']);
    expect(seen[2]?.fraction).toBeCloseTo(0.6);
  });
});

describe('configuration', () => {
  it.each<[object, RegExp]>([
    [{ training: { batchSize: -1 } }, /training.batchSize: expected more than 0, found -1/],
    [{ training: { epochs: 1.5 } }, /training.epochs: expected an integer, found 1.5/],
    [{ training: { learningrate: 1 } }, /training: unknown field learningrate/],
    [{ advancedConfig: { momentum: 'high' } }, /advancedConfig.momentum: expected a number, found "high"/],
    [{ path: '' }, /dataset.path: expected at least 1 character/],
  ])('names the field that is wrong: %o', (overrides, message) => {
    expect(() => create(overrides)).toThrow(message);
    expect(() => create(overrides)).toThrow(ConfigError);
  });

  it('accepts a dataset by file URI', async () => {
    await mkdir(join(outputDir, 'with space'));
    const path = join(outputDir, 'with space', 'points.csv');
    await writeFile(path, '0,1\n1,2\n');
    const uri = `file://${path.replace(' ', '%20')}`;
    expect(await runTraining(create({ path: uri, training: { epochs: 1 } }))).toMatchObject({ status: 'completed' });
  });
});
