import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileTraining, exportOnnx, losses, nn, openModel, ops, optim, RuntimeError } from '@vision/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batch, compileSmallCnn } from './models/small-networks.js';

describe('exportOnnx', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-export-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes a model that computes what predict does, for any batch size', async () => {
    using trainer = await compileSmallCnn();
    for (let step = 0; step < 5; step++) await trainer.step({ ...batch(step), learningRate: 0.05 });
    const path = join(folder, 'model.onnx');
    await exportOnnx(trainer, path);
    expect(await readdir(folder)).toEqual(['model.onnx']);
    using model = await openModel(path);
    for (const size of [1, 4, 9]) {
      const { images } = batch(size, size);
      const expected = await trainer.predict(images);
      const actual = await model.run(images, [size, 2, 8, 8]);
      expect(actual).toHaveLength(expected.length);
      for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 4);
    }
    await expect(model.run(new Float32Array(5), [1, 2, 8, 8])).rejects.toThrow('128 elements, [1, 2, 8, 8]');
  });

  it('refuses a network that depends on the batch size', async () => {
    const model = nn.module({ fc: nn.linear({ in: 4, out: 2 }) }, (self, x) =>
      self.fc(ops.multiply(x, ops.constant(x.shape[0] ?? 1))),
    );
    const options = { loss: losses.crossEntropy(), optimizer: optim.sgd(), seed: 1 };
    using trainer = await compileTraining({ ...options, model, inputShape: [2, 4] });
    await expect(exportOnnx(trainer, join(folder, 'never.onnx'))).rejects.toThrow('cannot be exported');
  });

  it('says which file cannot be opened', async () => {
    await expect(openModel(join(folder, 'missing.onnx'))).rejects.toThrow(RuntimeError);
    await expect(openModel(join(folder, 'missing.onnx'))).rejects.toThrow('missing.onnx');
  });
});
