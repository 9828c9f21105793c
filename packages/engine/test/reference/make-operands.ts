import type { Attributes, Operands, OpName } from '../../src/graph/primitives.js';
import type { Tensor } from '../../src/graph/tensor.js';
import { sizeOf } from '../../src/graph/tensor-type.js';
import { createRandom, type Random } from '../../src/nn/random.js';
import { build } from '../../src/ops/build.js';
import type { RefArray } from './array.js';
import { evaluate } from './evaluate.js';
import type { OpCase, OperandCase } from './op-cases.js';

/** A case as a graph: the primitive's result, its operands as inputs, and their values. */
export interface CaseGraph {
  readonly output: Tensor;
  readonly operands: readonly Tensor[];
  readonly values: ReadonlyMap<Tensor, RefArray>;
}

/** Builds a case's graph with seeded values. Values are float32 numbers, so that both precisions see the same. */
export function caseGraph<K extends OpName>(op: K, { operands: cases, attributes }: OpCase<K>): CaseGraph {
  const random = createRandom(1, op);
  const operands = (cases as readonly OperandCase[]).map(({ shape, fill }, index) =>
    build('input', [], { name: `operand${index}`, dtype: fill === 'index' ? 'int32' : 'float32', shape }),
  );
  const values = new Map<Tensor, RefArray>();
  for (const [index, operand] of operands.entries()) {
    const spec = (cases as readonly OperandCase[])[index];
    if (spec) values.set(operand, { shape: spec.shape, data: fillOperand(spec, random) });
  }
  if (op === 'maxPool2dGradient') setPooled(operands, values, attributes as Attributes<'maxPool2dGradient'>);
  const make = build as <N extends OpName>(op: N, operands: Operands<N, Tensor>, attributes: Attributes<N>) => Tensor;
  const output = make(op, operands as unknown as Operands<K, Tensor>, attributes);
  // Leaves stand for themselves and are given a value.
  if (['input', 'state', 'randomMask'].includes(op)) {
    values.set(output, { shape: output.shape, data: fillOperand({ shape: output.shape, fill: 'smooth' }, random) });
  }
  return { output, operands, values };
}

/** The gradient of a max pool is only defined for the y that belongs to x. */
function setPooled(
  [x, y]: readonly Tensor[],
  values: Map<Tensor, RefArray>,
  window: Attributes<'maxPool2dGradient'>,
): void {
  if (x === undefined || y === undefined) return;
  const [pooled] = evaluate([build('maxPool2d', [x], window)], values);
  if (pooled) values.set(y, pooled);
}

function fillOperand({ shape, fill, limit = 1 }: OperandCase, random: Random): Float64Array {
  const length = sizeOf(shape);
  switch (fill) {
    case 'smooth':
      return Float64Array.from({ length }, () => Math.fround(2 * random.uniform() - 1));
    case 'positive':
      return Float64Array.from({ length }, () => Math.fround(0.5 + random.uniform()));
    case 'index':
      return Float64Array.from({ length }, () => Math.floor(random.uniform() * limit));
    case 'apart': {
      const order = Array.from({ length }, (_, place) => ({ place, key: random.uniform() })).sort(
        (a, b) => a.key - b.key,
      );
      return Float64Array.from(order, ({ place }) => Math.fround((place - length / 2 + 0.25) * 0.1));
    }
    default:
      return fill satisfies never;
  }
}
