import { RunningMean } from '@vision/engine';
import type { ImageBatch } from './data/image-loader.js';
import { addPredictions, type ConfusionMatrix, emptyConfusionMatrix } from './metrics/confusion-matrix.js';
import { countTopK, crossEntropySum, predictedClasses } from './metrics/logits.js';

/** How well a model does on a split. */
export interface Evaluation {
  /** Mean cross-entropy in nats, without label smoothing. */
  readonly loss: number;
  /** Fraction of images whose label is the most likely class. */
  readonly accuracy: number;
  /** Fraction of images whose label is among the five most likely classes. */
  readonly top5: number;
  readonly confusion: ConfusionMatrix;
}

/**
 * Measures a model on batches of labelled images.
 *
 * @param predict float32 [N, C, H, W] to logits float32 [N, K]
 * @param onBatch called after every batch with the number of images done
 */
export async function evaluateModel(
  batches: AsyncIterable<ImageBatch>,
  predict: (images: Float32Array) => Promise<Float32Array>,
  numClasses: number,
  onBatch: (imagesDone: number) => void = () => {},
): Promise<Evaluation> {
  const [loss, accuracy, top5] = [new RunningMean(), new RunningMean(), new RunningMean()];
  let confusion = emptyConfusionMatrix(numClasses);
  for await (const { images, labels, size } of batches) {
    const labelled = { logits: await predict(images), labels, numClasses };
    loss.add(crossEntropySum(labelled) / size, size);
    accuracy.add(countTopK(labelled, 1) / size, size);
    top5.add(countTopK(labelled, 5) / size, size);
    confusion = addPredictions(confusion, labels, predictedClasses(labelled.logits, numClasses));
    onBatch(accuracy.weight);
  }
  return { loss: loss.value, accuracy: accuracy.value, top5: top5.value, confusion };
}
