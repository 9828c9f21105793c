import type { OpName } from '../../src/graph/primitives.js';
import { operandsOf, type Tensor } from '../../src/graph/tensor.js';
import { topologicalOrder } from '../../src/graph/topological-order.js';
import type { RefArray } from './array.js';
import { referenceTable } from './reference-table.js';

/** Evaluates tensors in float64, given the values of inputs and states. */
export function evaluate(outputs: readonly Tensor[], given: ReadonlyMap<Tensor, RefArray>): RefArray[] {
  const values = new Map<Tensor, RefArray>(given);
  const value = (tensor: Tensor): RefArray => {
    const known = values.get(tensor);
    if (known === undefined) throw new Error(`no value for ${tensor.op}`);
    return known;
  };
  for (const tensor of topologicalOrder(outputs)) {
    if (!values.has(tensor)) values.set(tensor, apply(tensor, operandsOf(tensor).map(value)));
  }
  return outputs.map(value);
}

function apply<K extends OpName>(tensor: Tensor<K>, operands: readonly RefArray[]): RefArray {
  const rule: (typeof referenceTable)[K] = referenceTable[tensor.op];
  return rule({ operands, attributes: tensor.attributes, shape: tensor.shape });
}
