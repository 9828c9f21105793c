export { channelAffine, channelMoments } from './channels.js';
export {
  abs,
  add,
  constant,
  divide,
  equal,
  erf,
  exp,
  isPositive,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  power,
  relu,
  sigmoid,
  sqrt,
  stopGradient,
  subtract,
  tanh,
} from './elementwise.js';
export {
  type AveragePool2dOptions,
  averagePool2d,
  type Conv2dOptions,
  conv2d,
  maxPool2d,
  type PaddingOption,
  type Pool2dOptions,
} from './images.js';
export { logSoftmax, type MatmulOptions, matmul, softmax } from './linear-algebra.js';
export { max, mean, type ReductionOptions, sum } from './reductions.js';
export { broadcastTo, concat, gather, oneHot, pad, reshape, slice, transpose } from './shaping.js';
