import { InputError } from '../errors/input-error.js';
import { ShapeError } from '../errors/shape-error.js';
import * as ops from '../functional/index.js';
import type { Tensor } from '../graph/tensor.js';
import { formatShape, type TensorType } from '../graph/tensor-type.js';
import type { Loss } from './loss.js';

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions {
  /** Share of the target that is spread evenly over all classes. @default 0 */
  readonly labelSmoothing?: number;
}

/**
 * Softmax cross-entropy of logits float32 [N, K] and class indices int32 [N] in [0, K), averaged over the batch, as
 * PyTorch's.
 */
export function crossEntropy({ labelSmoothing = 0 }: CrossEntropyOptions = {}): Loss {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new InputError({ operand: 'labelSmoothing', expected: 'in [0, 1)', actual: String(labelSmoothing) });
  }
  return {
    name: 'crossEntropy',
    targetType: (logits) => ({ dtype: 'int32', shape: [sizes(logits).batch] }),
    checkTarget: (values, logits) => checkClasses(values, sizes(logits).classes),
    compute: (logits, target) => {
      const { batch, classes } = sizes(logits);
      const hard = ops.oneHot(target, classes);
      const soft =
        labelSmoothing === 0 ? hard : ops.add(ops.multiply(hard, 1 - labelSmoothing), labelSmoothing / classes);
      return ops.multiply(ops.sum(ops.multiply(ops.logSoftmax(logits), soft)), -1 / batch);
    },
  };
}

function sizes(logits: TensorType | Tensor): { batch: number; classes: number } {
  const [batch, classes] = logits.shape;
  if (logits.shape.length !== 2 || batch === undefined || classes === undefined) {
    const actual = formatShape(logits.shape);
    throw new ShapeError({ op: 'crossEntropy', operand: 'logits', expected: 'of shape [N, K]', actual });
  }
  return { batch, classes };
}

function checkClasses(values: Int32Array | Float32Array, classes: number): void {
  const index = values.findIndex((value) => !(value >= 0 && value < classes));
  if (index === -1) return;
  const actual = `${values[index]} at index ${index}`;
  throw new InputError({ operand: 'labels', expected: `class indices in [0, ${classes})`, actual });
}
