import type { Attributes, Operands, OpName } from './primitives.js';
import type { TensorType } from './tensor-type.js';

/**
 * A symbolic tensor: the op that makes it, the op's operands, and the shape and dtype of the result. Immutable; the
 * graph is what is reachable from its outputs, and identity is object identity.
 */
export interface Tensor<K extends OpName = OpName> extends TensorType {
  readonly op: K;
  readonly attributes: Attributes<K>;
  readonly operands: Operands<K, Tensor>;
}

/** The operands of a tensor as a plain list, absent optional ones left out. */
export function operandsOf(tensor: Tensor): readonly Tensor[] {
  return (tensor.operands as readonly (Tensor | undefined)[]).filter((operand) => operand !== undefined);
}
