import { describe, expect, it } from 'vitest';
import type { RefArray } from '../../test/reference/array.js';
import { evaluate } from '../../test/reference/evaluate.js';
import { type CaseGraph, caseGraph } from '../../test/reference/make-operands.js';
import { type OpCase, opCases } from '../../test/reference/op-cases.js';
import { gradients } from '../autodiff/gradients.js';
import type { OpName } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import { createRandom } from '../nn/random.js';
import { build } from './build.js';
import { opTable } from './op-table.js';

const STEP = 1e-5;
const TOLERANCE = 1e-7;
/** Elements checked of each operand; all of them where there are fewer. */
const MAX_POSITIONS = 16;

describe('gradients agree with central differences in float64', () => {
  for (const op of Object.keys(opCases) as OpName[]) {
    if (opTable[op].gradient === 'notDifferentiable') continue;
    it.each(opCases[op].map((opCase, number) => ({ opCase, number })))(`${op} case $number`, ({ opCase }) => {
      checkGradients(caseGraph(op, opCase as OpCase<typeof op>));
    });
  }
});

function checkGradients({ output, operands, values }: CaseGraph): void {
  const random = createRandom(2, 'upstream');
  const data = Float32Array.from({ length: output.shape.reduce((a, b) => a * b, 1) }, () => random.uniform() + 0.5);
  const weights = build('constant', [], { dtype: 'float32', shape: output.shape, data });
  const axes = output.shape.map((_, axis) => axis);
  const loss = build('sum', [build('multiply', [output, weights])], { axes, keepDims: false });
  const targets = operands.filter(({ dtype }) => dtype === 'float32');
  const results = evaluate(gradients(loss, targets), values);
  for (const [index, target] of targets.entries()) {
    const expected = differences(loss, target, values);
    const actual = results[index];
    expect(actual?.shape).toEqual(target.shape);
    for (const [position, value] of expected) {
      expect(Math.abs((actual?.data[position] ?? Number.NaN) - value)).toBeLessThan(TOLERANCE * (1 + Math.abs(value)));
    }
  }
}

function differences(loss: Tensor, target: Tensor, values: ReadonlyMap<Tensor, RefArray>): Map<number, number> {
  const base = values.get(target);
  if (base === undefined) throw new Error('an operand without a value');
  const lossAt = (position: number, change: number): number => {
    const data = base.data.with(position, (base.data[position] ?? 0) + change);
    const [result] = evaluate([loss], new Map([...values, [target, { shape: base.shape, data }]]));
    return result?.data[0] ?? Number.NaN;
  };
  // A stride without a common divisor with the usual sizes meets all rows and columns.
  const stride = Math.max(1, Math.floor(base.data.length / MAX_POSITIONS)) | 1;
  const positions = Array.from(base.data.keys()).filter((position) => position % stride === 0);
  return new Map(
    positions.map((position) => [position, (lossAt(position, STEP) - lossAt(position, -STEP)) / (2 * STEP)]),
  );
}
