export { gelu, relu, sigmoid, silu, tanh } from './activations.js';
export { type BatchNorm2dOptions, batchNorm2d } from './batch-norm2d.js';
export { identity, residual, sequential } from './containers.js';
export { type Conv2dLayerOptions, conv2d } from './conv2d.js';
export { dropout } from './dropout.js';
export {
  filled,
  type Initializer,
  kaimingNormalFanOut,
  kaimingUniform,
  truncatedNormal,
  uniform,
} from './initializers.js';
export { type LinearOptions, linear } from './linear.js';
export {
  type Bound,
  type BufferHandle,
  type BufferSpec,
  buffer,
  type ForwardContext,
  type Members,
  type Module,
  module,
  type ParameterRole,
  type ParameterSpec,
  parameter,
} from './module.js';
export { avgPool2d, flatten, globalAvgPool2d, maxPool2d } from './pooling.js';
export { createRandom, type Random } from './random.js';
