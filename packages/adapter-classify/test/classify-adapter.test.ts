import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClassifyAdapter, createAdapter, openClassifier } from '@vision/adapter-classify';
import { readSafetensors } from '@vision/engine';
import {
  type AdapterConfigInput,
  ConfigError,
  DatasetError,
  runTraining,
  type TrainingResult,
} from '@vision/trainer-sdk';
import { describeAdapter } from '@vision/trainer-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeShapes } from './write-shapes.js';

const root = await mkdtemp(path.join(tmpdir(), 'classify-adapter-'));
const data = path.join(root, 'shapes');
const image = path.join(data, 'val', 'circle', '000.png');

beforeAll(() => writeShapes(data, { train: 30, val: 8 }));
afterAll(() => rm(root, { recursive: true }));

interface Overrides {
  model?: Partial<AdapterConfigInput['model']>;
  dataset?: Partial<AdapterConfigInput['dataset']>;
  training?: AdapterConfigInput['training'];
  advancedConfig?: Record<string, unknown>;
}

function config({ model, dataset, training, advancedConfig = {} }: Overrides = {}): AdapterConfigInput {
  return {
    model: {
      framework: 'classify',
      modelName: 'small_cnn',
      taskType: 'image_classification',
      imageSize: 16,
      ...model,
    },
    dataset: { path: data, ...dataset },
    training: { batchSize: 16, learningRate: 0.02, seed: 3, ...training },
    advancedConfig,
  };
}

function output(name: string): string {
  return path.join(root, 'runs', name);
}

async function train(overrides: Overrides, options: Parameters<typeof runTraining>[1] = {}): Promise<TrainingResult> {
  const adapter = createAdapter(config(overrides));
  try {
    return await runTraining(adapter, options);
  } finally {
    await adapter.dispose();
  }
}

describeAdapter({ describe, it }, { name: 'classify', createAdapter, config: config(), inferenceInput: image });

describe('a finished run', () => {
  it('has learned, and leaves a model that answers the same from every file', async () => {
    const outputDir = output('finished');
    const adapter = createAdapter(config({ training: { epochs: 12, outputDir } }));
    const result = await runTraining(adapter);
    expect(result).toMatchObject({ status: 'completed' });
    expect(result.bestMetrics['val/accuracy']).toBeGreaterThan(0.8);
    expect(Object.keys(result.finalMetrics).sort()).toEqual(
      ['learning_rate', 'train/accuracy', 'train/loss', 'val/accuracy', 'val/loss', 'val/top5'].sort(),
    );

    const card = JSON.parse(await readFile(path.join(outputDir, 'config.json'), 'utf8'));
    expect(card).toMatchObject({
      architecture: 'small_cnn',
      num_classes: 3,
      label_names: ['circle', 'cross', 'square'],
      pretrained_cfg: { input_size: [3, 16, 16], classifier: 'fc' },
    });
    expect(await readFile(path.join(outputDir, 'labels.txt'), 'utf8')).toBe('circle\ncross\nsquare\n');
    const evaluation = JSON.parse(await readFile(path.join(outputDir, 'evaluation.json'), 'utf8'));
    expect(evaluation.accuracy).toBe(result.bestMetrics['val/accuracy']);
    expect(evaluation.confusion_matrix.flat().reduce((sum: number, count: number) => sum + count)).toBe(24);

    const answer = await adapter.runInference(image);
    expect(answer.predictedLabel).toBe('circle');
    expect(answer.top5Predictions).toHaveLength(3);
    await adapter.dispose();
    for (const file of ['best.safetensors', 'model.onnx']) {
      using classifier = await openClassifier(path.join(outputDir, file));
      const fromPath = await classifier.classify(image);
      // Overlapping calls share the network.
      const [fromBytes] = await Promise.all([classifier.classify(await readFile(image)), classifier.classify(image)]);
      expect(fromBytes.predictions).toEqual(fromPath.predictions);
      expect(fromPath.predictions.map(({ label }) => label)).toEqual(answer.top5Predictions?.map(({ label }) => label));
      expect(fromPath.predictions[0]?.confidence).toBeCloseTo(answer.confidence ?? 0, 5);
      const fresh = createAdapter(config());
      await fresh.loadCheckpoint(path.join(outputDir, file));
      expect((await fresh.runInference(image)).predictedLabel).toBe('circle');
      await fresh.dispose();
    }
  });

  it('starts from the weights of another one with other classes', async () => {
    const first = await train({ training: { epochs: 1, outputDir: output('weights') } });
    const checkpointPath = first.bestCheckpointPath ?? '';
    const two = path.join(root, 'two-classes');
    for (const name of ['circle', 'square']) {
      await cp(path.join(data, 'train', name), path.join(two, name), { recursive: true });
    }
    const messages: string[] = [];
    const result = await train(
      { model: { checkpointPath }, dataset: { path: two }, training: { epochs: 1, outputDir: output('fine-tuned') } },
      { logger: recordingLogger(messages) },
    );
    expect(result.status).toBe('completed');
    expect(messages.join('\n')).toMatch(/15 tensors loaded, new: fc\.weight, fc\.bias/);
  });
});

describe('resume', () => {
  it('writes the same checkpoint, bit for bit, as an uninterrupted run', async () => {
    const advancedConfig = { augmentation: { scale: [0.5, 1] }, labelSmoothing: 0.1 };
    const whole = await train({ advancedConfig, training: { epochs: 3, outputDir: output('whole') } });
    const cancel = new AbortController();
    const part = await train(
      { advancedConfig, training: { epochs: 3, outputDir: output('part') } },
      {
        signal: cancel.signal,
        onProgress: ({ epoch, fraction, phase }) => epoch === 2 && phase === 'train' && fraction > 0 && cancel.abort(),
      },
    );
    expect(part).toMatchObject({ status: 'cancelled', epochsCompleted: 1 });
    const resumeFrom = part.lastCheckpointPath ?? '';
    const resumed = await train(
      { advancedConfig, training: { epochs: 3, outputDir: output('resumed') } },
      { resumeFrom },
    );
    expect(resumed.finalMetrics).toEqual(whole.finalMetrics);
    const [expected, actual] = await Promise.all(
      [whole, resumed].map(async ({ lastCheckpointPath }) => (await readSafetensors(lastCheckpointPath ?? '')).tensors),
    );
    expect(actual).toEqual(expected);
    expect([...(actual?.keys() ?? [])]).toContain('optimizer.momentum.conv1.weight');
  });

  it('refuses a checkpoint of other classes', async () => {
    const { lastCheckpointPath = '' } = await train({ training: { epochs: 1, outputDir: output('three') } });
    const other = path.join(root, 'other-classes');
    await cp(path.join(data, 'train', 'circle'), path.join(other, 'ring'), { recursive: true });
    await cp(path.join(data, 'train', 'cross'), path.join(other, 'star'), { recursive: true });
    const result = await train(
      { dataset: { path: other }, training: { epochs: 2, outputDir: output('other') } },
      { resumeFrom: lastCheckpointPath },
    );
    expect(result.error?.message).toMatch(
      /three.last\.safetensors is of small_cnn, circle, cross, square; this run is of/,
    );
  });
});

describe('a dataset with faults', () => {
  it('fails the run naming an unreadable image, or leaves it out and says so', async () => {
    const faulty = path.join(root, 'faulty');
    await cp(data, faulty, { recursive: true });
    const broken = path.join(faulty, 'train', 'cross', '003.jpg');
    await writeFile(broken, (await readFile(broken)).subarray(0, 300));

    const failed = await train({ dataset: { path: faulty }, training: { epochs: 1, outputDir: output('faulty') } });
    expect(failed.status).toBe('failed');
    expect(failed.error?.message).toContain(`Cannot read image ${broken}:`);

    const messages: string[] = [];
    const skipped = await train(
      {
        dataset: { path: faulty },
        advancedConfig: { onUnreadableImage: 'skip' },
        training: { epochs: 1, outputDir: output('skipped') },
      },
      { logger: recordingLogger(messages) },
    );
    expect(skipped.status).toBe('completed');
    expect(messages.join('\n')).toContain(`Left out 1 unreadable images: Cannot read image ${broken}`);
  });

  it.each(['train', 'val'])('fails the run naming the folder when no image of %s is readable', async (split) => {
    const faulty = path.join(root, `unreadable-${split}`);
    await cp(data, faulty, { recursive: true });
    for (const file of await readdir(path.join(faulty, split), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) await writeFile(path.join(file.parentPath, file.name), 'no image');
    }
    const result = await train({
      dataset: { path: faulty },
      advancedConfig: { onUnreadableImage: 'skip' },
      training: { epochs: 1, outputDir: output(`unreadable-${split}`) },
    });
    expect(result.status).toBe('failed');
    expect(DatasetError.isInstance(result.error)).toBe(true);
    expect(result.error?.message).toContain(`Dataset ${path.join(faulty, split)}: none of the`);
  });

  it('fails the run naming a class that only validation has', async () => {
    const mismatched = path.join(root, 'mismatched');
    await cp(data, mismatched, { recursive: true });
    await cp(path.join(data, 'val', 'cross'), path.join(mismatched, 'val', 'plus'), { recursive: true });
    const result = await train({ dataset: { path: mismatched }, training: { outputDir: output('mismatched') } });
    expect(result.error?.message).toMatch(/mismatched.val: has "plus", no class of/);
  });

  it('fails the run when the number of classes is another than configured', async () => {
    const result = await train({ model: { numClasses: 4 }, training: { outputDir: output('four') } });
    expect(result.error?.message).toMatch(/model\.numClasses: expected 3 as in .*shapes, found 4/);
  });
});

describe('configuration', () => {
  it.each<[string, Overrides, RegExp]>([
    [
      'an unknown architecture',
      { model: { modelName: 'resnet19' } },
      /model\.modelName: expected "mlp" or .*"resnet19"/,
    ],
    ['another task', { model: { taskType: 'object_detection' } }, /model\.taskType: expected "image_classification"/],
    ['pretrained weights', { model: { pretrained: true } }, /model\.pretrained: no published weights for small_cnn/],
    ['a format of boxes', { dataset: { format: 'coco' } }, /dataset\.format: expected "imagefolder", found "coco"/],
    ['an unknown optimizer', { training: { optimizer: 'lion' } }, /training\.optimizer: expected "sgd" or "adamw"/],
    ['an unknown device', { training: { device: 'tpu' } }, /training\.device: expected "cpu", found "tpu"/],
    ['a stem of a net without', { advancedConfig: { stem: '3x3' } }, /advancedConfig\.stem: small_cnn has no choice/],
    ['two image sizes', { advancedConfig: { imageSize: 24 } }, /advancedConfig\.imageSize: expected 16 .*found 24/],
    ['an image too small', { model: { imageSize: 7 } }, /model\.imageSize: expected at least 8 for small_cnn, found 7/],
    ['an unknown setting', { advancedConfig: { mixup: 0.2 } }, /advancedConfig: unknown field mixup/],
    ['a wrong setting', { advancedConfig: { momentum: 1 } }, /advancedConfig\.momentum: expected less than 1, found 1/],
    ['a crop beyond the image', { advancedConfig: { augmentation: { scale: [1, 2] } } }, /augmentation/],
  ])('refuses %s by name', (_, overrides, message) => {
    const create = (): ClassifyAdapter => new ClassifyAdapter(config(overrides));
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(message);
  });

  it('accepts both spellings of the format, and trains every architecture', async () => {
    for (const model of [{ modelName: 'mlp' }, { modelName: 'resnet18', imageSize: 32 }]) {
      const result = await train({
        model,
        dataset: { format: 'image_folder' },
        training: {
          epochs: 1,
          batchSize: 8,
          optimizer: 'adamw',
          learningRate: 1e-3,
          outputDir: output(model.modelName),
        },
        advancedConfig: { channels: 1, augmentation: 'none' },
      });
      expect(result.error).toBeUndefined();
      expect(result.status).toBe('completed');
    }
  });

  it('says what to do when asked to infer without a model', async () => {
    await expect(createAdapter(config()).runInference(image)).rejects.toThrow(/loadCheckpoint/);
    await expect(createAdapter(config()).loadCheckpoint(path.join(root, 'no.safetensors'))).rejects.toThrow(
      /no\.safetensors/,
    );
    await expect(openClassifier(path.join(root, 'no.onnx'))).rejects.toThrow(/config\.json/);
  });
});

type RunLogger = NonNullable<NonNullable<Parameters<typeof runTraining>[1]>['logger']>;

/** Keeps the messages of a run. */
function recordingLogger(messages: string[]): RunLogger {
  return {
    logMetric: () => {},
    logMetrics: () => {},
    logMessage: (text) => messages.push(text),
    logEpochSummary: () => {},
    logParams: () => {},
    updateStatus: () => {},
    reportProgress: () => {},
    reportCompleted: () => {},
    reportFailed: () => {},
    reportCancelled: () => {},
    flush: async () => true,
  };
}
