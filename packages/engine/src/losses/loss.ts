import type { Tensor } from '../graph/tensor.js';
import type { TensorType } from '../graph/tensor-type.js';

/** Targets of a batch as the caller passes them. */
export type TargetValues = Int32Array | Float32Array;

/** A scalar to minimise: what it wants as target, and how it is computed from the network's output. */
export interface Loss {
  readonly name: string;
  /** Type of the target for a given output. @throws ShapeError when the output does not suit the loss */
  targetType(logits: TensorType): TensorType;
  /** Refuses target values that the graph would silently get wrong. @throws InputError */
  checkTarget(values: TargetValues, logits: TensorType): void;
  /** The loss of a batch: a float32 scalar. */
  compute(logits: Tensor, target: Tensor): Tensor;
}
