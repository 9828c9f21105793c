import { describe, expect, it } from 'vitest';
import { createRandom, permutation } from './random.js';

describe('createRandom', () => {
  it('repeats the same stream for the same keys and another one for others', () => {
    const draw = (...keys: number[]): number[] => Array.from({ length: 4 }, createRandom(...keys));
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    const firsts = [draw(1, 2, 3), draw(1, 3, 2), draw(2, 2, 3), draw(1, 2), draw(1 + 2 ** 32, 2, 3)].map(
      ([first]) => first,
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('is uniform over samples of neighbouring keys', () => {
    const buckets = new Array<number>(10).fill(0);
    for (let key = 0; key < 20_000; key += 1) {
      const bucket = Math.floor(createRandom(7, 0, key)() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});

describe('permutation', () => {
  it('holds every index once, in an order given by the stream', () => {
    const order = permutation(100, createRandom(3));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(order).toEqual(permutation(100, createRandom(3)));
    expect(order).not.toEqual(permutation(100, createRandom(4)));
  });
});
