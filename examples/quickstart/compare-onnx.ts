import { ImageLoader, modelRegistry, openClassifier, readImageFolder } from '@vision/adapter-classify';
import { compileTraining, losses, optim, readSafetensors } from '@vision/engine';
import * as ort from 'onnxruntime-node';

const IMAGES = 100;

/** What {@link compareOnnx} compares. */
export interface ComparedModel {
  /** ImageFolder whose held-out images are used. */
  dataset: string;
  onnxPath: string;
  /** The weights that were exported. */
  checkpointPath: string;
  modelName: keyof typeof modelRegistry;
  imageSize: number;
  channels: 1 | 3;
}

/** What {@link compareOnnx} found. */
export interface Comparison {
  /** Largest difference between two logits. */
  maxAbsDiff: number;
  /** One image and what the exported model says it shows. */
  example: { path: string; label: string; confidence: number };
}

/**
 * Runs 100 held-out images through the exported model in an ONNX Runtime session of our own, and through the engine with
 * the same weights.
 * @throws Error when there are fewer images, or when an output is not a finite number
 */
export async function compareOnnx(model: ComparedModel): Promise<Comparison> {
  const { dataset, imageSize, channels } = model;
  const { val, classNames } = await readImageFolder(dataset, {});
  const samples = Array.from({ length: IMAGES }, (_, index) => val[Math.floor((index * val.length) / IMAGES)]).filter(
    (sample) => sample !== undefined,
  );
  if (val.length < IMAGES) throw new Error(`${dataset} holds out ${val.length} images; ${IMAGES} are compared.`);
  const { mean, std, cropPct, interpolation } = modelRegistry[model.modelName];
  const preprocessing = {
    channels,
    imageSize,
    cropPct,
    interpolation,
    mean: mean.slice(0, channels),
    std: std.slice(0, channels),
  };
  const shape = [samples.length, channels, imageSize, imageSize];
  let maxAbsDiff = 0;
  for await (const { images } of new ImageLoader({ samples, preprocessing, batchSize: IMAGES }).batches({ epoch: 0 })) {
    const exported = await runExported(model.onnxPath, images, shape);
    const ours = await runEngine(model, images, shape, classNames.length);
    maxAbsDiff = Math.max(maxAbsDiff, largestDifference(exported, ours));
  }
  return { maxAbsDiff, example: await classifyOne(model.onnxPath, samples[IMAGES / 2]?.path ?? '') };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  const differences = a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN)));
  if (a.length !== b.length || !differences.every(Number.isFinite)) {
    throw new Error(`The exported model gives ${a.length} logits, the engine ${b.length}, or some are not finite.`);
  }
  return Math.max(...differences);
}

async function runExported(onnxPath: string, images: Float32Array, shape: number[]): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(onnxPath);
  const { logits } = await session.run({ images: new ort.Tensor('float32', images, shape) });
  const data = logits?.data;
  if (!(data instanceof Float32Array)) throw new Error(`${onnxPath} has no float32 output named "logits".`);
  return data;
}

async function runEngine(
  { modelName, checkpointPath, imageSize, channels }: ComparedModel,
  images: Float32Array,
  shape: number[],
  numClasses: number,
): Promise<Float32Array> {
  using trainer = await compileTraining({
    model: modelRegistry[modelName].build({ numClasses, inChannels: channels, imageSize }),
    inputShape: shape,
    loss: losses.crossEntropy(),
    optimizer: optim.sgd(),
    seed: 0,
  });
  trainer.load((await readSafetensors(checkpointPath)).tensors);
  return trainer.predict(images);
}

async function classifyOne(onnxPath: string, path: string): Promise<Comparison['example']> {
  using classifier = await openClassifier(onnxPath);
  const [best] = (await classifier.classify(path)).predictions;
  return { path, label: best?.label ?? '', confidence: best?.confidence ?? 0 };
}
