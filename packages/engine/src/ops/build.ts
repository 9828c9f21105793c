import type { Attributes, Operands, OpName } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import type { Build, OpRule } from './op-rule.js';
import { opTable } from './op-table.js';

/** Makes the tensor of a primitive. @throws ShapeError when the op's shape rule refuses the operands. */
export const build: Build = <K extends OpName>(op: K, operands: Operands<K, Tensor>, ...rest: readonly unknown[]) => {
  const attributes = (rest[0] ?? {}) as Attributes<K>;
  const rule: OpRule<K> = opTable[op];
  const { dtype, shape } = rule.type({ op, operands, attributes });
  return { op, operands, attributes, dtype, shape } satisfies Tensor<K> as unknown as Tensor;
};
