import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compileTraining, EngineError, losses, prefetch, RunningMean, type Trainer } from '@vision/engine';
import {
  type AdapterConfigInput,
  CheckpointError,
  type CheckpointInfo,
  type EpochContext,
  type InferenceInput,
  type InferenceOptions,
  type InferenceResult,
  type Metrics,
  type PrepareContext,
  TrainerError,
  TrainingAdapter,
  type TrainingResult,
} from '@vision/trainer-sdk';
import { type ClassifyAdvancedConfig, classifyAdvancedConfigSchema } from './advanced-config.js';
import { readCheckpoint, readWeights, writeCheckpoint } from './checkpoint-file.js';
import { buildModel, Classifier, classifierOf, openClassifier, requireAll } from './classifier.js';
import { createOptimizer } from './create-optimizer.js';
import { createSchedule } from './create-schedule.js';
import type { Augmentation } from './data/augmentation.js';
import { readImageFolder } from './data/image-folder.js';
import { ImageLoader, type ImageLoaderOptions } from './data/image-loader.js';
import { type Evaluation, evaluateModel } from './evaluate-model.js';
import { exportModel } from './export-model.js';
import { countTopK } from './metrics/logits.js';
import type { ModelCard } from './model-card.js';
import { type NetworkPlan, oneOf, planNetwork, wrong } from './plan-network.js';

/** The images of a run. */
interface Images {
  readonly classNames: readonly string[];
  readonly train: ImageLoader;
  readonly val: ImageLoader;
  readonly valCount: number;
  readonly batchSize: number;
}

const DATASET_FORMATS = ['imagefolder', 'image_folder'];
const NO_AUGMENTATION: Augmentation = { scale: [1, 1], ratio: [1, 1], horizontalFlip: 0 };

/**
 * Trains an image classifier on a folder of images. Metrics: `train/loss` and `learning_rate` by step; `train/accuracy`,
 * `val/loss`, `val/accuracy` and `val/top5` by epoch. Checkpoints are safetensors files with everything needed to go on bit
 * for bit. The output directory gets the best epoch's model as `model.onnx` with `config.json`, `labels.txt` and
 * `evaluation.json`.
 *
 * Same configuration, machine and thread count: the same run, bit for bit.
 */
export class ClassifyAdapter extends TrainingAdapter<ClassifyAdvancedConfig> {
  readonly framework = 'classify';
  override readonly defaultCheckpointMetric = 'val/accuracy';
  readonly #plan: NetworkPlan;
  #images: Images | undefined;
  #card: ModelCard | undefined;
  #trainer: Trainer | undefined;
  #classifier: Classifier | undefined;

  /** @throws {ConfigError} Naming every field that is wrong. */
  constructor(input: AdapterConfigInput) {
    super(input, classifyAdvancedConfigSchema);
    const { dataset, training } = this.config;
    this.#plan = planNetwork(this.config);
    if (!DATASET_FORMATS.includes(dataset.format)) {
      throw wrong('dataset.format', oneOf(DATASET_FORMATS.slice(0, 1), dataset.format));
    }
    if (training.device !== 'cpu') throw wrong('training.device', oneOf(['cpu'], training.device));
    this.#createOptimizer();
  }

  async prepareDataset({ datasetPath, signal, logger }: PrepareContext): Promise<void> {
    const { training, model, advancedConfig } = this.config;
    const { valFraction, onUnreadableImage, cacheBytes, augmentation } = advancedConfig;
    const { seed } = training;
    const { classNames, train, val } = await readImageFolder(datasetPath, { valFraction, seed, signal });
    if (model.numClasses !== undefined && model.numClasses !== classNames.length) {
      throw wrong('model.numClasses', `expected ${classNames.length} as in ${datasetPath}, found ${model.numClasses}`);
    }
    const batchSize = Math.min(training.batchSize, train.length);
    const shared: Omit<ImageLoaderOptions, 'samples'> = {
      preprocessing: this.#plan.preprocessing,
      batchSize,
      seed,
      cacheBytes,
      onUnreadableImage,
    };
    this.#images = {
      classNames,
      train: new ImageLoader({
        ...shared,
        samples: train,
        augmentation: augmentation === 'none' ? NO_AUGMENTATION : augmentation,
      }),
      val: new ImageLoader({ ...shared, samples: val }),
      valCount: val.length,
      batchSize,
    };
    logger.logMessage(
      `${datasetPath}: ${train.length} images to train on, ${val.length} to validate, ${classNames.length} classes`,
    );
  }

  async prepareModel({ logger, store, signal }: PrepareContext): Promise<void> {
    const { classNames, batchSize } = ready(this.#images);
    const { channels, imageSize } = this.#plan.preprocessing;
    const { labelSmoothing, threads } = this.config.advancedConfig;
    const card: ModelCard = { ...this.#plan, labelNames: classNames };
    const trainer = await compileTraining({
      model: buildModel(card),
      inputShape: [batchSize, channels, imageSize, imageSize],
      loss: losses.crossEntropy({ labelSmoothing }),
      optimizer: this.#createOptimizer(),
      seed: this.config.training.seed,
      ...(threads === undefined ? {} : { threads }),
    });
    this.#card = card;
    this.#trainer = trainer;
    this.#classifier = new Classifier(card, trainer);
    logger.logMessage(`${card.architecture}: ${trainer.parameterCount} parameters`);
    const { checkpointPath } = this.config.model;
    if (checkpointPath === undefined) return;
    const { tensors } = await readWeights(await store.downloadCheckpoint(checkpointPath, { signal }));
    const { loaded, missing, mismatched } = trainer.load(tensors);
    if (loaded.length === 0) {
      throw new CheckpointError(`${checkpointPath} has no weight of ${card.architecture}`, { path: checkpointPath });
    }
    const fresh = [...missing, ...mismatched.map(({ name }) => name)];
    logger.logMessage(`${checkpointPath}: ${loaded.length} tensors loaded, new: ${fresh.join(', ') || 'none'}`);
  }

  async trainEpoch(context: EpochContext): Promise<Metrics> {
    const { epoch, signal, report, progress } = context;
    const { train } = ready(this.#images);
    const trainer = ready(this.#trainer);
    const schedule = this.#createSchedule(train.batchCount);
    const numClasses = ready(this.#card).labelNames.length;
    const [loss, accuracy] = [new RunningMean(), new RunningMean()];
    const batches = prefetch(train.batches({ epoch, signal }), this.config.advancedConfig.prefetchBatches);
    let done = 0;
    for await (const { images, labels, size } of batches) {
      const learningRate = schedule(trainer.stepCount);
      const result = await trainer.step({ images, labels, learningRate });
      loss.add(result.loss, size);
      accuracy.add(countTopK({ logits: result.logits, labels, numClasses }, 1) / size, size);
      report({ 'train/loss': result.loss, learning_rate: learningRate }, { step: trainer.stepCount });
      done += 1;
      progress(done / train.batchCount);
      // A step blocks the thread: decoded images, the logger and a cancellation get their turn here.
      await setImmediate();
    }
    this.#warnOfUnreadable(train, context);
    return {
      'train/loss': loss.value,
      'train/accuracy': accuracy.value,
      learning_rate: schedule(trainer.stepCount - 1),
    };
  }

  async validate(context: EpochContext): Promise<Metrics> {
    const { loss, accuracy, top5 } = await this.#evaluate(context.signal, context.progress);
    this.#warnOfUnreadable(ready(this.#images).val, context);
    return { 'val/loss': loss, 'val/accuracy': accuracy, 'val/top5': top5 };
  }

  async saveCheckpoint(file: string, info: CheckpointInfo): Promise<void> {
    await writeCheckpoint(file, { tensors: ready(this.#trainer).checkpoint(), card: ready(this.#card), info });
  }

  /** Also opens an exported `.onnx` file, for inference only. */
  async loadCheckpoint(file: string): Promise<CheckpointInfo> {
    if (this.#trainer === undefined || this.#card === undefined) return this.#loadForInference(file);
    const { tensors, card, info } = await readCheckpoint(file);
    const [found, expected] = [card, this.#card].map(({ architecture, labelNames }) =>
      [architecture, ...labelNames].join(', '),
    );
    if (found !== expected) {
      throw new CheckpointError(`Checkpoint ${file} is of ${found}; this run is of ${expected}`, { path: file });
    }
    try {
      this.#trainer.restore(tensors);
    } catch (cause) {
      if (!EngineError.isInstance(cause)) throw cause;
      throw new CheckpointError(`Checkpoint ${file} cannot be resumed from: ${cause.message}`, { path: file, cause });
    }
    return info;
  }

  /** The five most likely classes, whatever their confidence. */
  async runInference(input: InferenceInput, { signal }: InferenceOptions = {}): Promise<InferenceResult> {
    const { predictions, inferenceTimeMs } = await ready(this.#classifier).classify(input, signal ? { signal } : {});
    const [best] = predictions;
    return {
      taskType: 'image_classification',
      inferenceTimeMs,
      ...(best === undefined ? {} : { predictedLabel: best.label, confidence: best.confidence }),
      top5Predictions: predictions.map(({ label, confidence }) => ({ label, confidence })),
    };
  }

  /** Takes the best epoch's weights, and exports them. */
  override async onTrainEnd({ outputDir, signal, logger }: PrepareContext, result: TrainingResult): Promise<void> {
    const trainer = ready(this.#trainer);
    const { bestCheckpointPath } = result;
    if (bestCheckpointPath !== undefined) {
      requireAll(trainer, (await readCheckpoint(bestCheckpointPath)).tensors, bestCheckpointPath);
    }
    const evaluation = await this.#evaluate(signal);
    const onnxPath = await exportModel(outputDir, { trainer, card: ready(this.#card), evaluation });
    logger.logMessage(`Exported ${path.basename(onnxPath)} with validation accuracy ${evaluation.accuracy.toFixed(4)}`);
  }

  override async dispose(): Promise<void> {
    this.#classifier?.dispose();
  }

  #evaluate(signal: AbortSignal, progress: (fraction: number) => void = () => {}): Promise<Evaluation> {
    const { val, valCount, classNames } = ready(this.#images);
    const trainer = ready(this.#trainer);
    const batches = prefetch(val.batches({ epoch: 0, signal }), this.config.advancedConfig.prefetchBatches);
    const predict = (images: Float32Array): Promise<Float32Array> => trainer.predict(images);
    return evaluateModel(batches, predict, classNames.length, (imagesDone) => progress(imagesDone / valCount));
  }

  async #loadForInference(file: string): Promise<CheckpointInfo> {
    this.#classifier?.dispose();
    if (path.extname(file) === '.onnx') {
      this.#classifier = await openClassifier(file);
      return { epoch: 0 };
    }
    const checkpoint = await readCheckpoint(file);
    this.#classifier = await classifierOf(checkpoint, file);
    return checkpoint.info;
  }

  #createOptimizer(): ReturnType<typeof createOptimizer> {
    return createOptimizer(this.config.training.optimizer ?? 'sgd', this.config.advancedConfig);
  }

  #createSchedule(stepsPerEpoch: number): (step: number) => number {
    const { learningRate, epochs } = this.config.training;
    return createSchedule(this.config.advancedConfig, { learningRate, epochs, stepsPerEpoch });
  }

  #warnOfUnreadable({ unreadable }: ImageLoader, { logger, epoch }: EpochContext): void {
    if (unreadable.size === 0) return;
    const reasons = [...unreadable.values()].map(({ message }) => message);
    logger.logMessage(`Left out ${unreadable.size} unreadable images: ${reasons.join('; ')}`, {
      level: 'warning',
      epoch,
    });
  }
}

function ready<T>(part: T | undefined): T {
  if (part !== undefined) return part;
  throw new TrainerError('ADAPTER_NOT_PREPARED', 'ClassifyAdapter: train with runTraining, or loadCheckpoint, first.');
}
