import { EngineError } from '../errors/engine-error.js';
import type { OpName } from '../graph/primitives.js';
import { operandsOf, type Tensor } from '../graph/tensor.js';
import { formatType } from '../graph/tensor-type.js';
import { topologicalOrder } from '../graph/topological-order.js';
import { build } from '../ops/build.js';
import { scalar } from '../ops/constants.js';
import type { OpRule } from '../ops/op-rule.js';
import { opTable } from '../ops/op-table.js';

/**
 * Gradients of a float32 scalar with respect to `targets`, as new tensors of the same graph (reverse mode).
 *
 * @throws EngineError when `output` is not a scalar or does not depend on a target.
 */
export function gradients(output: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (output.shape.length > 0) {
    throw new EngineError('ENGINE_AUTODIFF', `gradients: output should be a scalar, but is ${formatType(output)}.`);
  }
  const order = topologicalOrder([output]);
  const reaching = dependentsOf(order, new Set(targets));
  const upstreams = new Map<Tensor, Tensor>([[output, scalar(build, 1)]]);

  for (const tensor of order.toReversed()) {
    const upstream = upstreams.get(tensor);
    if (upstream === undefined || !reaching.has(tensor)) continue;
    for (const [index, gradient] of operandGradients(tensor, upstream).entries()) {
      const operand = (tensor.operands as readonly (Tensor | undefined)[])[index];
      if (gradient === null || operand === undefined || !reaching.has(operand)) continue;
      const sum = upstreams.get(operand);
      upstreams.set(operand, sum === undefined ? gradient : build('add', [sum, gradient]));
    }
  }
  return targets.map((target) => upstreams.get(target) ?? unreached(target));
}

function operandGradients<K extends OpName>(tensor: Tensor<K>, upstream: Tensor): readonly (Tensor | null)[] {
  const { gradient }: OpRule<K> = opTable[tensor.op];
  if (gradient === 'notDifferentiable') return [];
  const { operands, attributes } = tensor;
  return gradient({ output: tensor, operands, attributes, upstream, build });
}

/** The targets and all that depends on them: nothing else needs a gradient. */
function dependentsOf(order: readonly Tensor[], targets: ReadonlySet<Tensor>): Set<Tensor> {
  const reaching = new Set(targets);
  for (const tensor of order) {
    if (operandsOf(tensor).some((operand) => reaching.has(operand))) reaching.add(tensor);
  }
  return reaching;
}

function unreached(target: Tensor): never {
  const name = target.op === 'state' ? (target as Tensor<'state'>).attributes.name : formatType(target);
  throw new EngineError('ENGINE_AUTODIFF', `gradients: the output does not depend on ${name}.`);
}
