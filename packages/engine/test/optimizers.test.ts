import { readFile } from 'node:fs/promises';
import { compileTraining, type HostTensor, losses, nn, optim } from '@vision/engine';
import { describe, expect, it } from 'vitest';
import { filledState, floats, labels } from './golden/formula.js';

type Run = { readonly learningRate: number; readonly losses: number[]; readonly weights: Record<string, number[]> } & (
  | { readonly optimizer: 'sgd'; readonly options: optim.SgdOptions }
  | { readonly optimizer: 'adamw'; readonly options: optim.AdamWOptions }
);

const LOSS_TOLERANCE = 1e-4;
const path = new URL('./golden/optimizers.json', import.meta.url);
const golden = JSON.parse(await readFile(path, 'utf8')) as { torch: string; batch: number; runs: Run[] };

describe(`20 steps of a perceptron follow PyTorch ${golden.torch}`, () => {
  it.each(golden.runs)('$optimizer $options', async (run) => {
    const { learningRate } = run;
    using trainer = await compileTraining({
      model: nn.sequential(nn.linear({ in: 12, out: 16 }), nn.tanh(), nn.linear({ in: 16, out: 5 })),
      inputShape: [golden.batch, 12],
      loss: losses.crossEntropy({ labelSmoothing: 0.1 }),
      optimizer: run.optimizer === 'sgd' ? optim.sgd(run.options) : optim.adamw(run.options),
      seed: 1,
      threads: 1,
    });
    trainer.load(zeroBiases(filledState(trainer.state())), { strict: true });
    for (const [step, expected] of run.losses.entries()) {
      const images = floats(`images.${step % 3}`, golden.batch * 12, 1);
      const result = await trainer.step({
        images,
        labels: labels(`labels.${step % 3}`, golden.batch, 5),
        learningRate,
      });
      expect(Math.abs(result.loss / expected - 1), `loss of step ${step}`).toBeLessThan(LOSS_TOLERANCE);
    }
    const state = trainer.state();
    for (const [name, values] of Object.entries(run.weights)) {
      for (const [index, value] of values.entries()) expect(state.get(name)?.data[index]).toBeCloseTo(value, 5);
    }
  });

  it('spares norms and biases from decay where told so', async () => {
    const decayed = async (decayNormsAndBiases: boolean): Promise<number> => {
      using trainer = await compileTraining({
        model: nn.sequential(nn.linear({ in: 12, out: 5 }), nn.batchNorm2d({ channels: 5 })),
        inputShape: [golden.batch, 12],
        loss: losses.crossEntropy(),
        optimizer: optim.sgd({ weightDecay: 100, decayNormsAndBiases }),
        seed: 1,
      });
      const images = floats('images', golden.batch * 12, 1);
      await trainer.step({ images, labels: labels('labels', golden.batch, 5), learningRate: 0.01 });
      return Number(trainer.state().get('1.weight')?.data[0]);
    };
    expect(await decayed(true)).toBeLessThan(0.2);
    expect(await decayed(false)).toBeGreaterThan(0.9);
  });
});

function zeroBiases(state: Map<string, HostTensor>): Map<string, HostTensor> {
  return new Map(
    [...state].map(([name, tensor]) => [
      name,
      name.endsWith('bias')
        ? { dtype: 'float32', shape: tensor.shape, data: new Float32Array(tensor.data.length) }
        : tensor,
    ]),
  );
}
