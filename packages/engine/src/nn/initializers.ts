import { type Shape, sizeOf } from '../graph/tensor-type.js';
import type { Random } from './random.js';

/** Fills a new parameter. */
export type Initializer = (shape: Shape, random: Random) => Float32Array;

/** Every element the same. */
export function filled(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Uniform in [-bound, bound). */
export function uniform(bound: number): Initializer {
  return (shape, random) => Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * bound);
}

/** Gaussian around 0, cut at two standard deviations. */
export function truncatedNormal(standardDeviation: number): Initializer {
  return (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => {
      let value = random.normal();
      while (Math.abs(value) > 2) value = random.normal();
      return value * standardDeviation;
    });
}

/** Gaussian around 0 with variance `2 / fanOut`, fan-out being filters × kernel (He et al.): what ResNets start from. */
export function kaimingNormalFanOut(): Initializer {
  return (shape, random) => {
    const deviation = Math.sqrt(2 / ((shape[0] ?? 1) * sizeOf(shape.slice(2))));
    return Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation);
  };
}

/** PyTorch's default for convolutions and linear layers: Kaiming uniform with a = √5, a bound of `1 / √fanIn`. */
export function kaimingUniform(): Initializer {
  return (shape, random) => uniform(1 / Math.sqrt(sizeOf(shape.slice(1))))(shape, random);
}
