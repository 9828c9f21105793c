import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AdapterConfigInput,
  type CheckpointInfo,
  DatasetError,
  decodeCheckpointInfo,
  type EpochContext,
  encodeCheckpointInfo,
  type InferenceResult,
  type Metrics,
  type PrepareContext,
  TrainingAdapter,
} from '@vision/trainer-sdk';
import { z } from 'zod';

const linearSettings = z.strictObject({
  momentum: z.number().min(0).max(1).default(0.5),
  /** Makes a run slow enough to be interrupted. */
  stepDelayMs: z.number().min(0).default(0),
  /** Throws a bare error at this step. */
  failAtStep: z.int().optional(),
  /** Throws where nobody catches, at this step. */
  crashAtStep: z.int().optional(),
  /** Breaks when disposed: by a rejection, or where nobody catches. */
  breakOnDispose: z.enum(['reject', 'crash']).optional(),
});

interface State {
  weight: number;
  bias: number;
  weightMomentum: number;
  biasMomentum: number;
  step: number;
}

/** Fits a line through the points of a CSV file (`x,y` a row) by stochastic gradient descent. */
export class LinearAdapter extends TrainingAdapter<z.output<typeof linearSettings>> {
  readonly framework = 'linear';
  override readonly checkpointExtension = 'json';
  readonly calls: string[] = [];
  #points: [x: number, y: number][] = [];
  #state: State = { weight: 0, bias: 0, weightMomentum: 0, biasMomentum: 0, step: 0 };

  constructor(config: AdapterConfigInput) {
    super(config, linearSettings);
  }

  async prepareDataset({ datasetPath }: PrepareContext): Promise<void> {
    this.calls.push('prepareDataset');
    const rows = (await readFile(datasetPath, 'utf8')).trim().split('\n');
    this.#points = rows.map((row, index) => {
      const [x = Number.NaN, y = Number.NaN] = row.split(',').map(Number);
      if (Number.isNaN(x + y))
        throw new DatasetError(`${datasetPath}:${index + 1}: expected x,y`, { path: datasetPath });
      return [x, y];
    });
  }

  async prepareModel(): Promise<void> {
    this.calls.push('prepareModel');
  }

  async trainEpoch(context: EpochContext): Promise<Metrics> {
    const { batchSize, learningRate } = this.config.training;
    const { momentum, stepDelayMs, failAtStep, crashAtStep } = this.config.advancedConfig;
    const state = this.#state;
    const points = this.#shuffled(context.epoch);
    let lossSum = 0;
    let steps = 0;
    for (let start = 0; start < points.length; start += batchSize) {
      const batch = points.slice(start, start + batchSize);
      const errors = batch.map(([x, y]) => state.weight * x + state.bias - y);
      const loss = mean(errors.map((error) => error * error));
      state.weightMomentum =
        momentum * state.weightMomentum + mean(errors.map((error, i) => 2 * error * (batch[i]?.[0] ?? 0)));
      state.biasMomentum = momentum * state.biasMomentum + mean(errors.map((error) => 2 * error));
      state.weight -= learningRate * state.weightMomentum;
      state.bias -= learningRate * state.biasMomentum;
      state.step += 1;
      lossSum += loss;
      steps += 1;
      if (state.step === failAtStep) throw new Error(`broken at step ${failAtStep}`);
      if (state.step === crashAtStep) {
        setImmediate(() => {
          throw new Error(`crashed at step ${crashAtStep}`);
        });
      }
      context.report({ 'train/loss': loss }, { step: state.step });
      context.progress(Math.min(1, (start + batchSize) / points.length));
      if (stepDelayMs > 0) await sleep(stepDelayMs);
    }
    return { 'train/loss': lossSum / steps, learning_rate: learningRate };
  }

  async validate(): Promise<Metrics> {
    const errors = this.#points.map(([x, y]) => this.#state.weight * x + this.#state.bias - y);
    return { 'val/loss': mean(errors.map((error) => error * error)) };
  }

  async saveCheckpoint(path: string, info: CheckpointInfo): Promise<void> {
    await writeFile(path, JSON.stringify({ state: this.#state, info: encodeCheckpointInfo(info) }));
  }

  async loadCheckpoint(path: string): Promise<CheckpointInfo> {
    const { state, info } = JSON.parse(await readFile(path, 'utf8'));
    this.#state = state;
    return decodeCheckpointInfo(info);
  }

  async runInference(input: string | Uint8Array): Promise<InferenceResult> {
    const y = this.#state.weight * Number(input) + this.#state.bias;
    return { taskType: 'image_classification', inferenceTimeMs: 0, predictedLabel: y.toFixed(6) };
  }

  override async onTrainBegin(): Promise<void> {
    this.calls.push('onTrainBegin');
  }

  override async onEpochBegin({ epoch }: EpochContext): Promise<void> {
    this.calls.push(`onEpochBegin ${epoch}`);
  }

  override async onEpochEnd({ epoch }: EpochContext): Promise<void> {
    this.calls.push(`onEpochEnd ${epoch}`);
  }

  override async onTrainEnd(): Promise<void> {
    this.calls.push('onTrainEnd');
  }

  override async dispose(): Promise<void> {
    const { breakOnDispose } = this.config.advancedConfig;
    if (breakOnDispose === 'reject') throw new Error('cannot dispose');
    if (breakOnDispose === 'crash') {
      setImmediate(() => {
        throw new Error('crashed late');
      });
    }
  }

  /** The order depends on seed and epoch alone, so that a resumed run sees what the uninterrupted one would have. */
  #shuffled(epoch: number): [number, number][] {
    let seed = this.config.training.seed * 1000 + epoch;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    return this.#points
      .map((point) => ({ point, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ point }) => point);
  }
}

/** What `vision-train --adapter` calls. */
export function createAdapter(config: AdapterConfigInput): LinearAdapter {
  return new LinearAdapter(config);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
