import {
  type Batch,
  compileTraining,
  losses,
  nn,
  optim,
  readSafetensors,
  type Trainer,
  writeSafetensors,
} from '@vision/engine';
import {
  type CheckpointInfo,
  decodeCheckpointInfo,
  type EpochContext,
  encodeCheckpointInfo,
  type InferenceInput,
  type InferenceResult,
  type Metrics,
  TrainingAdapter,
} from '@vision/trainer-sdk';
import { cornerNames, drawCorners, readCorner } from './corner-images.ts';

const STEPS_PER_EPOCH = 40;
const BATCH_SIZE = 32;

/** Learns in which corner of a small image the bright square is: a whole adapter, on images that it draws itself. */
export class CornerAdapter extends TrainingAdapter {
  override readonly framework = 'corner';
  #trainer: Trainer | undefined;

  override async prepareDataset(): Promise<void> {
    // The images are drawn as they are needed.
  }

  override async prepareModel(): Promise<void> {
    await this.#open();
  }

  override async trainEpoch({ epoch, report }: EpochContext): Promise<Metrics> {
    const trainer = await this.#open();
    const { learningRate, seed } = this.config.training;
    let sum = 0;
    for (let index = 0; index < STEPS_PER_EPOCH; index++) {
      const step = (epoch - 1) * STEPS_PER_EPOCH + index + 1;
      const { loss } = await trainer.step({ ...drawCorners(BATCH_SIZE, seed + step), learningRate });
      report({ 'train/loss': loss }, { step });
      sum += loss;
    }
    return { 'train/loss': sum / STEPS_PER_EPOCH, learning_rate: learningRate };
  }

  override async validate(): Promise<Metrics> {
    const trainer = await this.#open();
    const heldOut: Batch = drawCorners(256, -1);
    const { loss, logits } = await trainer.evaluate(heldOut);
    const correct = heldOut.labels.filter((label, index) => label === likeliest(logits, index)).length;
    return { 'val/loss': loss, 'val/accuracy': correct / heldOut.labels.length };
  }

  override async saveCheckpoint(path: string, info: CheckpointInfo): Promise<void> {
    await writeSafetensors(path, (await this.#open()).checkpoint(), { info: encodeCheckpointInfo(info) });
  }

  override async loadCheckpoint(path: string): Promise<CheckpointInfo> {
    const { tensors, metadata } = await readSafetensors(path);
    (await this.#open()).restore(tensors);
    return decodeCheckpointInfo(metadata.info);
  }

  override async runInference(input: InferenceInput): Promise<InferenceResult> {
    const trainer = await this.#open();
    const image = await readCorner(input);
    const startedAt = performance.now();
    const logits = await trainer.predict(image);
    const predictedLabel = cornerNames[likeliest(logits, 0)] ?? '';
    return { taskType: 'image_classification', inferenceTimeMs: performance.now() - startedAt, predictedLabel };
  }

  override async dispose(): Promise<void> {
    this.#trainer?.dispose();
  }

  async #open(): Promise<Trainer> {
    this.#trainer ??= await compileTraining({
      model: nn.sequential(nn.flatten(), nn.linear({ in: 64, out: 16 }), nn.relu(), nn.linear({ in: 16, out: 4 })),
      inputShape: [BATCH_SIZE, 1, 8, 8],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd({ momentum: 0.9 }),
      seed: this.config.training.seed,
    });
    return this.#trainer;
  }
}

function likeliest(logits: Float32Array, index: number): number {
  const scores = logits.subarray(index * cornerNames.length, (index + 1) * cornerNames.length);
  return scores.indexOf(Math.max(...scores));
}
