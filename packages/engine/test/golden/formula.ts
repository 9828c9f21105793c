import type { HostTensor, NamedTensors } from '@vision/engine';

/** Numbers that Python and TypeScript compute alike: weights and data need not be committed. See formula.py. */
export function uniforms(stream: string, count: number): Float64Array {
  const start = fnv1a(stream);
  return Float64Array.from({ length: count }, (_, index) => {
    let x = (start + index) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 8) / 2 ** 24;
  });
}

/** Uniform in [-bound, bound). */
export function floats(stream: string, count: number, bound: number): Float32Array {
  return Float32Array.from(uniforms(stream, count), (value) => (2 * value - 1) * bound);
}

/** Uniform class indices. */
export function labels(stream: string, count: number, classes: number): Int32Array {
  return Int32Array.from(uniforms(stream, count), (value) => Math.floor(value * classes));
}

/** Noise on a pattern of the image's class, float32 [N, 3, size, size]; `images` in formula.py. */
export function patternImages(stream: string, classes: Int32Array, size: number): Float32Array {
  const pixels = 3 * size * size;
  const noise = floats(stream, classes.length * pixels, 0.5);
  const patterns = floats('patterns', 10 * pixels, 1);
  return noise.map((value, index) => {
    const label = classes[Math.floor(index / pixels)] ?? 0;
    return value + (patterns[label * pixels + (index % pixels)] ?? 0);
  });
}

/** Fills a state as `fill` in formula.py does. */
export function filledState(state: NamedTensors): Map<string, HostTensor> {
  return new Map(
    [...state].map(([name, tensor]): [string, HostTensor] => {
      const { shape } = tensor;
      if (name.endsWith('.bn2.weight'))
        return [name, { dtype: 'float32', shape, data: new Float32Array(shape[0] ?? 0) }];
      const bound = boundOf(name, shape);
      if (bound === undefined) return [name, tensor];
      return [name, { dtype: 'float32', shape, data: floats(name, tensor.data.length, bound) }];
    }),
  );
}

function boundOf(name: string, shape: readonly number[]): number | undefined {
  if (shape.length > 1) return Math.sqrt(6 / shape.slice(1).reduce((product, size) => product * size, 1));
  return name === 'fc.bias' ? 0.1 : undefined;
}

function fnv1a(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
