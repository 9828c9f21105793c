import * as ops from '../functional/index.js';
import type { Tensor } from '../graph/tensor.js';
import { sizeOf } from '../graph/tensor-type.js';
import { filled } from './initializers.js';
import { type BufferHandle, buffer, type Module, module, parameter } from './module.js';

/** A batch normalisation layer. */
export interface BatchNorm2dOptions {
  readonly channels: number;
  /** Added to the variance. @default 1e-5 */
  readonly epsilon?: number;
  /** Weight of the new batch in the running statistics, as PyTorch counts it. @default 0.1 */
  readonly momentum?: number;
  /** First value of the scale; 0 makes a residual block start as the identity. @default 1 */
  readonly initialScale?: number;
}

/**
 * Batch normalisation of float32 [N, C, H, W] (Ioffe and Szegedy). Training normalises by the batch's mean and
 * population variance and moves the running statistics (the variance by the unbiased one); evaluation uses the running
 * statistics. Parameters: `weight`, `bias` [C]; buffers: `running_mean`, `running_var` [C].
 */
export function batchNorm2d({
  channels,
  epsilon = 1e-5,
  momentum = 0.1,
  initialScale = 1,
}: BatchNorm2dOptions): Module {
  const members = {
    weight: parameter([channels], { initialize: filled(initialScale), role: 'norm' }),
    bias: parameter([channels], { initialize: filled(0), role: 'norm' }),
    running_mean: buffer([channels], 0),
    running_var: buffer([channels], 1),
  };
  return module(members, (self, x, { training }) => {
    const [mean, variance] = training ? batchStatistics(x) : [self.running_mean.value, self.running_var.value];
    if (training) {
      const count = sizeOf(x.shape) / channels;
      move(self.running_mean, mean, momentum);
      move(self.running_var, ops.multiply(variance, count / Math.max(count - 1, 1)), momentum);
    }
    const scale = ops.divide(self.weight, ops.sqrt(ops.add(variance, epsilon)));
    return ops.channelAffine(x, scale, ops.subtract(self.bias, ops.multiply(mean, scale)));
  });
}

function batchStatistics(x: Tensor): [mean: Tensor, variance: Tensor] {
  const moments = ops.channelMoments(x);
  const row = (index: number): Tensor => ops.reshape(ops.slice(moments, 0, index, index + 1), [-1]);
  return [row(0), row(1)];
}

function move(statistic: BufferHandle, batch: Tensor, momentum: number): void {
  const kept = ops.multiply(statistic.value, 1 - momentum);
  statistic.update(ops.add(kept, ops.multiply(ops.stopGradient(batch), momentum)));
}
