import { describe, expect, it } from 'vitest';
import { evaluate } from '../../test/reference/evaluate.js';
import { type CaseGraph, caseGraph } from '../../test/reference/make-operands.js';
import { type OpCase, opCases } from '../../test/reference/op-cases.js';
import type { OpName } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import { plainTarget } from '../lower/cpu-target.js';
import { lowerGraph } from '../lower/lower-graph.js';
import type { LoweringTarget } from '../lower/lowering-target.js';
import { encodeModel } from '../onnx/encode-model.js';
import { OnnxSession } from '../runtime/onnx-session.js';
import type { HostTensor } from '../weights/host-tensor.js';
import { opTable } from './op-table.js';

const TOLERANCE = 2e-5;

/** The plain path, and each strategy by itself. */
function targetsFor(op: OpName): LoweringTarget[] {
  const strategies = Object.keys(opTable[op].strategies ?? {});
  return [
    plainTarget,
    ...strategies.map((name) => ({
      ...plainTarget,
      name,
      chooseStrategy: (_: Tensor, applicable: readonly string[]) => (applicable.includes(name) ? name : undefined),
    })),
  ];
}

describe('ONNX Runtime computes what the float64 reference does', () => {
  for (const op of Object.keys(opCases) as OpName[]) {
    for (const target of targetsFor(op)) {
      it(`${op}, ${target.name}`, async () => {
        for (const opCase of opCases[op]) await checkLowering(caseGraph(op, opCase as OpCase<typeof op>), target);
      });
    }
  }
});

async function checkLowering({ output, operands, values }: CaseGraph, target: LoweringTarget): Promise<void> {
  const [expected] = evaluate([output], values);
  const graph = lowerGraph({ name: 'case', outputs: new Map([['result', output]]), target });
  using session = await OnnxSession.create(encodeModel(graph), { threads: 1 });
  const leaves = graph.inputs.map(({ name }) => {
    const tensor = operands[Number(name.replace('operand', ''))] ?? output;
    return [name, hostTensor(tensor, values.get(tensor)?.data ?? new Float64Array(0))] as const;
  });
  const { result } = await session.run(Object.fromEntries(leaves));
  expect(result?.shape).toEqual(output.shape);
  for (const [position, value] of (expected?.data ?? []).entries()) {
    const actual = Number(result?.data[position]);
    expect(Math.abs(actual - value)).toBeLessThan(TOLERANCE * (1 + Math.abs(value)));
  }
}

function hostTensor({ dtype, shape }: Tensor, data: Float64Array): HostTensor {
  return dtype === 'int32'
    ? { dtype, shape, data: Int32Array.from(data) }
    : { dtype, shape, data: Float32Array.from(data) };
}
