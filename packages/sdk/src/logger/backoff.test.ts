import { describe, expect, it } from 'vitest';
import { backoffDelayMs, parseRetryAfterMs } from './backoff.js';

const limits = { minDelayMs: 100, maxDelayMs: 5000 };

describe('backoffDelayMs', () => {
  it.each([
    [1, 0, 50],
    [1, 1, 100],
    [3, 1, 400],
    [100, 1, 5000],
    [2000, 0, 2500],
  ])('after %d failures with random %d', (failures, random, expected) => {
    expect(backoffDelayMs(failures, limits, { random: () => random })).toBe(expected);
  });

  it('is never shorter than the server asks, and never longer than ten minutes for it', () => {
    expect(backoffDelayMs(1, limits, { retryAfterMs: 7000 })).toBe(7000);
    expect(backoffDelayMs(1, limits, { retryAfterMs: 1e9 })).toBe(600_000);
  });
});

describe('parseRetryAfterMs', () => {
  it.each([
    [null, undefined],
    ['3', 3000],
    ['0.5', 500],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 8000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', undefined],
  ])('%s', (header, expected) => {
    expect(parseRetryAfterMs(header, 2000)).toBe(expected);
  });
});
