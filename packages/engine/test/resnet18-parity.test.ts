import { readFile } from 'node:fs/promises';
import { compileTraining, losses, optim } from '@vision/engine';
import { describe, expect, it } from 'vitest';
import { filledState, labels, patternImages } from './golden/formula.js';
import { resnet18 } from './models/resnet18.js';

interface Golden {
  readonly torch: string;
  readonly settings: {
    readonly batch: number;
    /** Steps take these many batches in turn. */
    readonly batches: number;
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
    /** How far each tensor has moved at the end: norm of the difference from its start. */
    readonly moves: Readonly<Record<string, number>>;
  }[];
}

const LOSS_TOLERANCE = 1e-3;
/** Of how far a tensor has moved. */
const MOVE_TOLERANCE = 1e-3;
/** Biases of norms nearly cancel: there PyTorch's own float32 and float64 runs differ by 3e-3. */
const BIAS_MOVE_TOLERANCE = 5e-3;

const path = new URL('./golden/resnet18_sgd.json', import.meta.url);
const { torch, settings, runs } = JSON.parse(await readFile(path, 'utf8')) as Golden;

describe(`20 steps of ResNet-18 follow PyTorch ${torch}`, () => {
  it.each(runs)('stem $stem, nesterov $nesterov', { timeout: 300_000 }, async ({ stem, size, nesterov, ...golden }) => {
    const { batch, batches, classes, learningRate, momentum, weightDecay } = settings;
    using trainer = await compileTraining({
      model: resnet18(stem, classes),
      inputShape: [batch, 3, size, size],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd({ momentum, weightDecay, nesterov }),
      seed: 1,
    });
    const start = filledState(trainer.state());
    trainer.load(start, { strict: true });
    for (const [step, expected] of golden.losses.entries()) {
      const targets = labels(`labels.${step % batches}`, batch, classes);
      const images = patternImages(`images.${step % batches}`, targets, size);
      const { loss } = await trainer.step({ images, labels: targets, learningRate });
      expect(Math.abs(loss / expected - 1), `loss of step ${step}: ${loss} for ${expected}`).toBeLessThan(
        LOSS_TOLERANCE,
      );
    }
    const state = trainer.state();
    for (const [name, expected] of Object.entries(golden.moves)) {
      const actual = distance(state.get(name)?.data ?? [], start.get(name)?.data ?? []);
      const tolerance = name.endsWith('.bias') ? BIAS_MOVE_TOLERANCE : MOVE_TOLERANCE;
      expect(Math.abs(actual / expected - 1), `how far ${name} has moved`).toBeLessThan(tolerance);
    }
  });
});

function distance(a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (Number(a[index]) - Number(b[index])) ** 2;
  return Math.sqrt(sum);
}
