import type { Tensor } from '../graph/tensor.js';
import { build } from '../ops/build.js';

/** A tensor, or a number that broadcasts against one. */
export type Operand = Tensor | number;

/** A float32 scalar of the graph. */
export function constant(value: number): Tensor {
  return build('constant', [], { dtype: 'float32', shape: [], data: Float32Array.of(value) });
}

const asTensor = (operand: Operand): Tensor => (typeof operand === 'number' ? constant(operand) : operand);

/** a + b, broadcast by NumPy's rule. */
export const add = (a: Operand, b: Operand): Tensor => build('add', [asTensor(a), asTensor(b)]);
/** a - b, broadcast by NumPy's rule. */
export const subtract = (a: Operand, b: Operand): Tensor => build('subtract', [asTensor(a), asTensor(b)]);
/** a · b, elementwise, broadcast by NumPy's rule. */
export const multiply = (a: Operand, b: Operand): Tensor => build('multiply', [asTensor(a), asTensor(b)]);
/** a / b, broadcast by NumPy's rule. */
export const divide = (a: Operand, b: Operand): Tensor => build('divide', [asTensor(a), asTensor(b)]);
/** a raised to b; differentiable where a > 0. */
export const power = (a: Operand, b: Operand): Tensor => build('power', [asTensor(a), asTensor(b)]);
/** The larger of a and b; a tie gives each half of the gradient. */
export const maximum = (a: Operand, b: Operand): Tensor => build('maximum', [asTensor(a), asTensor(b)]);
/** The smaller of a and b; a tie gives each half of the gradient. */
export const minimum = (a: Operand, b: Operand): Tensor => build('minimum', [asTensor(a), asTensor(b)]);
/** 1 where a equals b, else 0. */
export const equal = (a: Operand, b: Operand): Tensor => build('equal', [asTensor(a), asTensor(b)]);

/** -x. */
export const negate = (x: Tensor): Tensor => build('negate', [x]);
/** e to the x. */
export const exp = (x: Tensor): Tensor => build('exp', [x]);
/** Natural logarithm. */
export const log = (x: Tensor): Tensor => build('log', [x]);
/** Square root. */
export const sqrt = (x: Tensor): Tensor => build('sqrt', [x]);
/** Absolute value; the gradient at 0 is 0. */
export const abs = (x: Tensor): Tensor => build('abs', [x]);
/** Gauss error function. */
export const erf = (x: Tensor): Tensor => build('erf', [x]);
/** Hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor => build('tanh', [x]);
/** 1 / (1 + e to the -x). */
export const sigmoid = (x: Tensor): Tensor => build('sigmoid', [x]);
/** max(x, 0); the gradient at 0 is 0. */
export const relu = (x: Tensor): Tensor => build('relu', [x]);
/** 1 where x > 0, else 0. */
export const isPositive = (x: Tensor): Tensor => build('isPositive', [x]);
/** x in the forward pass; no gradient flows back. */
export const stopGradient = (x: Tensor): Tensor => build('stopGradient', [x]);
