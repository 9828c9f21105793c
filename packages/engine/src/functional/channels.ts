import type { Tensor } from '../graph/tensor.js';
import { build } from '../ops/build.js';

/** Mean and population variance of every channel (axis 1) over all other axes: float32 [2, C]. */
export const channelMoments = (x: Tensor): Tensor => build('channelMoments', [x]);

/** x · scale + shift, with vectors of one element a channel (axis 1). */
export const channelAffine = (x: Tensor, scale: Tensor, shift?: Tensor): Tensor =>
  build('channelAffine', shift ? [x, scale, shift] : [x, scale]);
