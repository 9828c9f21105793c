import type { OpName } from '../graph/primitives.js';
import type { TensorType } from '../graph/tensor-type.js';
import { float } from '../onnx/onnx-graph.js';
import { scalar } from './constants.js';
import { expectDType } from './expect.js';
import type { OpRule, OpRules, TypeCall } from './op-rule.js';

type UnaryOp =
  | 'negate'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'abs'
  | 'erf'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'isPositive'
  | 'stopGradient';

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** Elementwise ops of one float32 operand. */
export const unaryOps: OpRules<UnaryOp> = {
  negate: unary('Neg', ({ upstream, build }) => [build('negate', [upstream])]),
  exp: unary('Exp', ({ output, upstream, build }) => [build('multiply', [upstream, output])]),
  log: unary('Log', ({ operands: [x], upstream, build }) => [build('divide', [upstream, x])]),
  sqrt: unary('Sqrt', ({ output, upstream, build }) => {
    const half = build('multiply', [upstream, scalar(build, 0.5)]);
    return [build('divide', [half, output])];
  }),
  abs: unary('Abs', ({ operands: [x], upstream, build }) => {
    const sign = build('subtract', [build('isPositive', [x]), build('isPositive', [build('negate', [x])])]);
    return [build('multiply', [upstream, sign])];
  }),
  erf: unary('Erf', ({ operands: [x], upstream, build }) => {
    const bell = build('exp', [build('negate', [build('multiply', [x, x])])]);
    return [build('multiply', [upstream, build('multiply', [bell, scalar(build, TWO_OVER_ROOT_PI)])])];
  }),
  tanh: unary('Tanh', ({ output, upstream, build }) => {
    const slope = build('subtract', [scalar(build, 1), build('multiply', [output, output])]);
    return [build('multiply', [upstream, slope])];
  }),
  sigmoid: unary('Sigmoid', ({ output, upstream, build }) => {
    const slope = build('multiply', [output, build('subtract', [scalar(build, 1), output])]);
    return [build('multiply', [upstream, slope])];
  }),
  // The mask comes from the output, so that the input need not be kept.
  relu: unary('Relu', ({ output, upstream, build }) => [build('multiply', [upstream, build('isPositive', [output])])]),
  isPositive: {
    type: elementwiseType,
    gradient: 'notDifferentiable',
    // One threaded pass; Sign, comparisons and casts from bool run on one thread. Values below 1e-38 round down to 0.
    onnx: ({ values: [x], emit }) => emit.node('HardSigmoid', [x], { alpha: float(3e38), beta: float(0) }),
  },
  stopGradient: { type: elementwiseType, gradient: 'notDifferentiable', onnx: ({ values: [x] }) => x },
};

function elementwiseType<K extends OpName & UnaryOp>(call: TypeCall<K>): TensorType {
  const [x] = call.operands as readonly [TensorType];
  expectDType(call.op, 'x', x, 'float32');
  return x;
}

function unary<K extends UnaryOp>(opType: string, gradient: OpRule<K>['gradient']): OpRule<K> {
  return {
    type: elementwiseType,
    gradient,
    onnx: ({ values, emit }) => emit.node(opType, values as readonly string[]),
  };
}
