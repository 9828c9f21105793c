import { compileTraining, InputError, losses, type NamedTensors, nn, optim, WeightsError } from '@vision/engine';
import { describe, expect, it } from 'vitest';
import { batch, CLASSES, compileSmallCnn, IMAGE, smallCnn } from './models/small-networks.js';

const learningRate = 0.05;

describe('training', () => {
  it('learns a batch by heart', async () => {
    using trainer = await compileSmallCnn();
    const { loss: first } = await trainer.step({ ...batch(0), learningRate });
    for (let step = 0; step < 80; step++) await trainer.step({ ...batch(0), learningRate });
    const { loss, logits } = await trainer.evaluate(batch(0));
    expect(loss).toBeLessThan(first / 1.5);
    expect(logits).toHaveLength(6 * CLASSES);
  });

  it('gives bit-identical weights for one seed, and others for another', async () => {
    const train = async (seed: number): Promise<NamedTensors> => {
      using trainer = await compileSmallCnn(seed);
      for (let step = 0; step < 5; step++) await trainer.step({ ...batch(step), learningRate });
      return trainer.checkpoint();
    };
    const first = await train(1);
    expect(await train(1)).toEqual(first);
    expect(await train(2)).not.toEqual(first);
  });

  it('goes on from a checkpoint bit for bit', async () => {
    using straight = await compileSmallCnn();
    let checkpoint: NamedTensors = new Map();
    for (let step = 0; step < 6; step++) {
      if (step === 3) checkpoint = straight.checkpoint();
      await straight.step({ ...batch(step), learningRate });
    }
    using resumed = await compileSmallCnn(99);
    await resumed.step({ ...batch(7), learningRate });
    resumed.restore(checkpoint);
    // Masks depend on the seed, which belongs to the run's config and not to its state.
    using sameSeed = await compileSmallCnn();
    sameSeed.restore(checkpoint);
    expect(resumed.stepCount).toBe(3);
    for (let step = 3; step < 6; step++) await sameSeed.step({ ...batch(step), learningRate });
    expect(sameSeed.checkpoint()).toEqual(straight.checkpoint());
  });

  it('hands out copies that later steps do not change', async () => {
    using trainer = await compileSmallCnn();
    const before = trainer.state();
    const copy = structuredClone(before);
    await trainer.step({ ...batch(0), learningRate });
    expect(before).toEqual(copy);
    expect(trainer.state()).not.toEqual(copy);
  });

  it('takes any batch size, one state for all', async () => {
    using trainer = await compileSmallCnn();
    for (const size of [6, 1, 5, 6]) await trainer.step({ ...batch(size, size), learningRate });
    expect(trainer.stepCount).toBe(4);
    const whole = await trainer.predict(batch(0, 7).images);
    const last = await trainer.predict(batch(0, 7).images.subarray(6 * 2 * 8 * 8));
    expect(whole).toHaveLength(7 * CLASSES);
    for (const [index, value] of last.entries()) expect(value).toBeCloseTo(whole[6 * CLASSES + index] ?? Number.NaN, 5);
  });

  it('returns a loss that is not finite', async () => {
    using trainer = await compileSmallCnn();
    const { images, labels } = batch(0);
    const { loss } = await trainer.step({ images: images.fill(Number.NaN), labels, learningRate });
    expect(loss).toBeNaN();
  });

  it('evaluates without changing anything', async () => {
    using trainer = await compileSmallCnn();
    const before = trainer.checkpoint();
    await trainer.evaluate(batch(0));
    await trainer.predict(batch(0).images);
    expect(trainer.checkpoint()).toEqual(before);
  });
});

describe('bad input', () => {
  it('names the operand, what was expected and what was found', async () => {
    using trainer = await compileSmallCnn();
    const { images, labels } = batch(0);
    await expect(trainer.step({ images: images.subarray(1), labels, learningRate })).rejects.toThrow(
      'images should be a Float32Array of N × 128 elements, for images [2, 8, 8], but is 767 elements.',
    );
    await expect(trainer.step({ images, labels: labels.subarray(1), learningRate })).rejects.toThrow(
      'labels should be 6 values, [6], but is 5 values.',
    );
    await expect(trainer.step({ images, labels: labels.with(2, 3), learningRate })).rejects.toThrow(
      'labels should be class indices in [0, 3), but is 3 at index 2.',
    );
    await expect(trainer.evaluate({ images, labels: new Float32Array(6) })).rejects.toThrow(InputError);
    await expect(trainer.step({ images, labels, learningRate: Number.NaN })).rejects.toThrow('learningRate');
    expect(trainer.stepCount).toBe(0);
  });

  it('refuses a second call before the first is done', async () => {
    using trainer = await compileSmallCnn();
    const first = trainer.step({ ...batch(0), learningRate });
    await expect(trainer.step({ ...batch(1), learningRate })).rejects.toThrow('await the last call');
    await first;
  });

  it('says which layer does not fit', async () => {
    const options = { loss: losses.crossEntropy(), optimizer: optim.sgd(), seed: 1 };
    const model = nn.sequential(nn.conv2d({ in: 3, out: 4, kernel: 3 }), nn.globalAvgPool2d());
    await expect(compileTraining({ ...options, model, inputShape: [2, ...IMAGE] })).rejects.toThrow(
      'conv2d: weight should be [a multiple of 1, 2, height, width] for 2 channels, but is float32 [4, 3, 3, 3].',
    );
    await expect(compileTraining({ ...options, model, inputShape: [0, 3, 8, 8] })).rejects.toThrow('inputShape');
  });
});

describe('weights', () => {
  it('loads by name and reports what did not fit', async () => {
    using trainer = await compileSmallCnn();
    const state = new Map(trainer.state());
    state.delete('0.bias');
    state.set('extra', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
    state.set('7.weight', { dtype: 'float32', shape: [5, 16], data: new Float32Array(80) });
    const report = trainer.load(state);
    expect(report.missing).toEqual(['0.bias']);
    expect(report.unexpected).toEqual(['extra']);
    expect(report.mismatched).toEqual([{ name: '7.weight', expected: 'float32 [3, 16]', actual: 'float32 [5, 16]' }]);
    expect(report.loaded).toContain('0.weight');
    expect(() => trainer.load(state, { strict: true })).toThrow(WeightsError);
  });

  it('refuses weights alone as a checkpoint', async () => {
    using trainer = await compileSmallCnn();
    expect(() => trainer.restore(trainer.state())).toThrow('trainer.step_count');
  });

  it('initialises as PyTorch does by default', async () => {
    using trainer = await compileTraining({
      model: nn.sequential(nn.flatten(), nn.linear({ in: 400, out: 300 })),
      inputShape: [1, 400],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd(),
      seed: 3,
    });
    const weight = [...(trainer.state().get('1.weight')?.data ?? [])].map(Number);
    const bound = 1 / Math.sqrt(400);
    expect(Math.max(...weight.slice(0, 50_000).map(Math.abs))).toBeLessThanOrEqual(bound);
    const variance = weight.reduce((sum, value) => sum + value ** 2, 0) / weight.length;
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1);
  });

  it('counts parameters', async () => {
    using trainer = await compileSmallCnn();
    expect(trainer.parameterCount).toBe(2 * 16 * 9 + 16 + 32 + 16 * 16 * 9 + 32 + 16 * CLASSES + CLASSES);
    expect(smallCnn().kind).toBe('module');
  });
});
