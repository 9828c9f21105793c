import { readFile } from 'node:fs/promises';
import { compileTraining, losses, optim } from '@vision/engine';
import { describe, expect, it } from 'vitest';
import { filledState, floats, labels } from './golden/formula.js';
import { resnet18 } from './models/resnet18.js';

interface Golden {
  readonly torch: string;
  readonly settings: {
    readonly batch: number;
    readonly classes: number;
    readonly learningRate: number;
    readonly momentum: number;
    readonly weightDecay: number;
  };
  readonly runs: readonly {
    readonly stem: '7x7' | '3x3';
    readonly size: number;
    readonly nesterov: boolean;
    readonly losses: readonly number[];
    readonly norms: Readonly<Record<string, number>>;
  }[];
}

const LOSS_TOLERANCE = 1e-3;
/** Of each tensor's norm at the end. Biases start at zero and nearly cancel: PyTorch's float64 run is 2e-3 off there. */
const NORM_TOLERANCE = 1e-2;

const path = new URL('./golden/resnet18_sgd.json', import.meta.url);
const { torch, settings, runs } = JSON.parse(await readFile(path, 'utf8')) as Golden;

describe(`20 steps of ResNet-18 follow PyTorch ${torch}`, () => {
  it.each(runs)('stem $stem, nesterov $nesterov', { timeout: 300_000 }, async ({ stem, size, nesterov, ...golden }) => {
    const { batch, classes, learningRate, momentum, weightDecay } = settings;
    using trainer = await compileTraining({
      model: resnet18(stem, classes),
      inputShape: [batch, 3, size, size],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd({ momentum, weightDecay, nesterov }),
      seed: 1,
    });
    trainer.load(filledState(trainer.state()), { strict: true });
    for (const [step, expected] of golden.losses.entries()) {
      const images = floats(`images.${step}`, batch * 3 * size * size, 1);
      const { loss } = await trainer.step({ images, labels: labels(`labels.${step}`, batch, classes), learningRate });
      expect(Math.abs(loss / expected - 1), `loss of step ${step}: ${loss} for ${expected}`).toBeLessThan(
        LOSS_TOLERANCE,
      );
    }
    const state = trainer.state();
    for (const [name, expected] of Object.entries(golden.norms)) {
      const actual = norm2(state.get(name)?.data ?? []);
      expect(Math.abs(actual / expected - 1), `norm of ${name}`).toBeLessThan(NORM_TOLERANCE);
    }
  });
});

function norm2(values: Iterable<number | bigint>): number {
  let sum = 0;
  for (const value of values) sum += Number(value) ** 2;
  return Math.sqrt(sum);
}
