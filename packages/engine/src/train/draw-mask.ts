import { sizeOf } from '../graph/tensor-type.js';
import { createRandom } from '../nn/random.js';
import type { HostTensor } from '../weights/host-tensor.js';
import type { MaskRequest } from './programs.js';

/** Draws a mask of one step: a function of seed, step and place in the network only, so that a resume draws the same. */
export function drawMask({ stream, shape, keep }: MaskRequest, seed: number, step: number): HostTensor {
  const random = createRandom(seed, stream, step);
  const data = new Float32Array(sizeOf(shape));
  for (let index = 0; index < data.length; index++) data[index] = random.uniform() < keep ? 1 / keep : 0;
  return { dtype: 'float32', shape, data };
}
