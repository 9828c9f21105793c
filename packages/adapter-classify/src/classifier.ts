import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compileTraining, losses, openModel, optim, type Trainer } from '@vision/engine';
import { CheckpointError } from '@vision/trainer-sdk';
import { type Checkpoint, readCheckpoint } from './checkpoint-file.js';
import type { ImageInput } from './data/decode-image.js';
import { preprocessImage } from './data/preprocess-image.js';
import { softmax } from './metrics/logits.js';
import { decodeModelCard, type ModelCard } from './model-card.js';
import { modelRegistry } from './models/model-registry.js';

/** One class an image may show. */
export interface ClassPrediction {
  /** Name of the class. */
  readonly label: string;
  /** Index of the class. */
  readonly index: number;
  /** Probability, 0 … 1. */
  readonly confidence: number;
}

/** What a {@link Classifier} says about one image. */
export interface Classification {
  /** The most likely classes, best first. */
  readonly predictions: readonly ClassPrediction[];
  /** Time of the network alone, without decoding. */
  readonly inferenceTimeMs: number;
}

/** How to classify one image. */
export interface ClassifyOptions {
  /** Number of classes to return. @default 5 */
  topK?: number;
  signal?: AbortSignal;
}

/** A network that is ready to run: float32 [1, C, H, W] to logits float32 [1, K]. */
export interface Predictor {
  predict(images: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** A trained model, ready to name what images show. Calls may overlap. Dispose it to free native memory. */
export class Classifier implements Disposable {
  readonly #card: ModelCard;
  readonly #predictor: Predictor;
  /** The end of the queue for the network, which runs one image at a time. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(card: ModelCard, predictor: Predictor) {
    this.#card = card;
    this.#predictor = predictor;
  }

  /** Names of the classes by index. */
  get labelNames(): readonly string[] {
    return this.#card.labelNames;
  }

  /**
   * Names what an image shows, preprocessed as in validation.
   *
   * @param image A file's path, or the encoded bytes.
   * @throws {UnreadableImageError} When the image cannot be decoded.
   */
  async classify(image: ImageInput, { topK = 5, signal }: ClassifyOptions = {}): Promise<Classification> {
    const pixels = await preprocessImage(image, this.#card.preprocessing);
    signal?.throwIfAborted();
    const { logits, inferenceTimeMs } = await this.#predict(pixels);
    const confidences = softmax(logits);
    const ranked = [...confidences.keys()].sort((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0));
    const predictions = ranked.slice(0, topK).map((index) => ({
      label: this.#card.labelNames[index] ?? String(index),
      index,
      confidence: confidences[index] ?? 0,
    }));
    return { predictions, inferenceTimeMs };
  }

  /** Frees the network. */
  dispose(): void {
    this.#predictor.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #predict(pixels: Float32Array): Promise<{ logits: Float32Array; inferenceTimeMs: number }> {
    const run = this.#running.then(async () => {
      const start = performance.now();
      const logits = await this.#predictor.predict(pixels);
      return { logits, inferenceTimeMs: performance.now() - start };
    });
    this.#running = run.catch(() => undefined);
    return run;
  }
}

/**
 * Opens a trained model: an exported `.onnx` file with its `config.json` beside it, or a `.safetensors` checkpoint.
 *
 * @throws {CheckpointError} When the file is missing, damaged, or not of this package.
 */
export async function openClassifier(file: string): Promise<Classifier> {
  return path.extname(file) === '.onnx' ? openExported(file) : classifierOf(await readCheckpoint(file), file);
}

/** The model of a checkpoint, for inference. */
export async function classifierOf({ card, tensors }: Checkpoint, file: string): Promise<Classifier> {
  const { channels, imageSize } = card.preprocessing;
  const trainer = await compileTraining({
    model: buildModel(card),
    inputShape: [1, channels, imageSize, imageSize],
    loss: losses.crossEntropy(),
    optimizer: optim.sgd(),
    seed: 0,
  });
  requireAll(trainer, tensors, file);
  return new Classifier(card, trainer);
}

/** Builds the network that a card describes, with new weights. */
export function buildModel({ architecture, stem, labelNames, preprocessing }: ModelCard): Trainer['model'] {
  return modelRegistry[architecture].build({
    numClasses: labelNames.length,
    inChannels: preprocessing.channels,
    imageSize: preprocessing.imageSize,
    ...(stem === undefined ? {} : { stem }),
  });
}

/** Loads a checkpoint's weights and buffers, all of them. @throws {CheckpointError} When some are missing or differ. */
export function requireAll(trainer: Trainer, tensors: Checkpoint['tensors'], file: string): void {
  const { missing, mismatched } = trainer.load(tensors);
  const [wrong] = [...mismatched.map(({ name }) => name), ...missing];
  if (wrong !== undefined) {
    throw new CheckpointError(`Checkpoint ${file} lacks ${wrong} in the shape its model needs`, { path: file });
  }
}

async function openExported(file: string): Promise<Classifier> {
  const configFile = path.join(path.dirname(file), 'config.json');
  let card: ModelCard;
  try {
    card = decodeModelCard(await readFile(configFile, 'utf8'));
  } catch (cause) {
    const problem = `needs the config.json of its export beside it: ${(cause as Error).message}`;
    throw new CheckpointError(`Model ${file} ${problem}`, { path: configFile, cause });
  }
  const { channels, imageSize } = card.preprocessing;
  try {
    const session = await openModel(file);
    return new Classifier(card, {
      predict: (images) => session.run(images, [1, channels, imageSize, imageSize]),
      dispose: () => session.dispose(),
    });
  } catch (cause) {
    throw new CheckpointError(`Model ${file}: ${(cause as Error).message}`, { path: file, cause });
  }
}
