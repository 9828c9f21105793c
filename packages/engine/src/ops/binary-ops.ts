import { ShapeError } from '../errors/shape-error.js';
import type { Tensor } from '../graph/tensor.js';
import { broadcastShapes, formatType, type TensorType } from '../graph/tensor-type.js';
import { int } from '../onnx/onnx-graph.js';
import { expectDType } from './expect.js';
import type { Build, OpRule, OpRules, TypeCall } from './op-rule.js';
import { sumToShape } from './sum-to-shape.js';

type ArithmeticOp = 'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'maximum' | 'minimum';
type BinaryOp = ArithmeticOp | 'equal';

/** Elementwise ops of two operands, broadcast by NumPy's rule. */
export const binaryOps: OpRules<BinaryOp> = {
  add: binary('Add', ({ upstream }) => [upstream, upstream]),
  subtract: binary('Sub', ({ upstream, build }) => [upstream, build('negate', [upstream])]),
  multiply: binary('Mul', ({ operands: [a, b], upstream, build }) => [
    build('multiply', [upstream, b]),
    build('multiply', [upstream, a]),
  ]),
  divide: binary('Div', ({ operands: [, b], output, upstream, build }) => {
    const overB = build('divide', [upstream, b]);
    return [overB, build('negate', [build('multiply', [overB, output])])];
  }),
  power: binary('Pow', ({ operands: [a, b], output, upstream, build }) => {
    const scaled = build('multiply', [upstream, output]);
    return [build('divide', [build('multiply', [scaled, b]), a]), build('multiply', [scaled, build('log', [a])])];
  }),
  // As PyTorch, a tie gives each side half.
  maximum: binary('Max', ({ operands: [a, b], upstream, build }) => splitByOrder(build, upstream, a, b)),
  minimum: binary('Min', ({ operands: [a, b], upstream, build }) => splitByOrder(build, upstream, b, a)),
  equal: {
    type: (call) => ({ dtype: 'float32', shape: broadcastType(call).shape }),
    gradient: 'notDifferentiable',
    onnx: ({ values, emit }) => emit.node('Cast', [emit.node('Equal', values)], { to: int(1) }),
  },
};

interface BinaryGradientCall {
  readonly operands: readonly [a: Tensor, b: Tensor];
  readonly output: Tensor;
  readonly upstream: Tensor;
  readonly build: Build;
}

function binary<K extends ArithmeticOp>(
  opType: string,
  gradient: (call: BinaryGradientCall) => readonly [Tensor, Tensor],
): OpRule<K>;
function binary(
  opType: string,
  gradient: (call: BinaryGradientCall) => readonly [Tensor, Tensor],
): OpRule<ArithmeticOp> {
  return {
    type: (call) => {
      expectDType(call.op, 'a', call.operands[0], 'float32');
      return broadcastType(call);
    },
    gradient: (call) => {
      const [a, b] = call.operands;
      const [gradientA, gradientB] = gradient(call);
      return [sumToShape(call.build, gradientA, a.shape), sumToShape(call.build, gradientB, b.shape)];
    },
    onnx: ({ values, emit }) => emit.node(opType, values),
  };
}

function broadcastType({ op, operands: [a, b] }: TypeCall<BinaryOp>): TensorType {
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape === undefined || a.dtype !== b.dtype) {
    throw new ShapeError({ op, operand: 'b', expected: `broadcastable with ${formatType(a)}`, actual: formatType(b) });
  }
  return { dtype: a.dtype, shape };
}

function splitByOrder(build: Build, upstream: Tensor, larger: Tensor, smaller: Tensor): readonly [Tensor, Tensor] {
  const above = build('isPositive', [build('subtract', [larger, smaller])]);
  const below = build('isPositive', [build('subtract', [smaller, larger])]);
  const half = build('constant', [], { dtype: 'float32', shape: [], data: Float32Array.of(0.5) });
  const share = build('add', [build('multiply', [build('subtract', [above, below]), half]), half]);
  const taken = build('multiply', [upstream, share]);
  return [taken, build('subtract', [upstream, taken])];
}
