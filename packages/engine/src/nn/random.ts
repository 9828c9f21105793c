/** A seeded source of numbers; the same seed gives the same numbers on every machine. */
export interface Random {
  /** In [0, 1), 32 bits. */
  uniform(): number;
  /** Mean 0, variance 1. */
  normal(): number;
}

/**
 * Numbers for one purpose of one run: streams with different names are independent of each other and of the order in
 * which they are drawn. (splitmix32, seeded with an FNV-1a hash of the name; normals by Box and Muller.)
 */
export function createRandom(seed: number, stream: string, step = 0): Random {
  let state = mix(mix(hash(stream) ^ Math.imul(seed | 0, 0x9e3779b1)) + Math.imul(step | 0, 0x85ebca6b));
  const uniform = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return (mix(state) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
