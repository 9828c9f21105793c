/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A random stream that is a pure function of its keys, such as (seed, epoch, sample index). Streams of different keys are
 * independent, so a sample is augmented the same way whichever order images happen to be decoded in.
 *
 * The keys are mixed with the finaliser of MurmurHash3; the stream is sfc32.
 */
export function createRandom(...keys: readonly number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  for (const key of keys) {
    a = mix(a ^ (key | 0));
    b = mix(b ^ a ^ Math.floor(key / 0x100000000));
    c = mix(c ^ b);
  }
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 0x100000000;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** A random order of 0 … length − 1 (Fisher–Yates). */
export function permutation(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    const value = order[chosen] as number;
    order[chosen] = order[last] as number;
    order[last] = value;
  }
  return order;
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) + 0x6d2b79f5;
}
