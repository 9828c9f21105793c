import { describe, expect, it } from 'vitest';
import { checkpointRule, standing } from './checkpoint-rule.js';

const historyOf = (...losses: number[]) =>
  losses.map((loss, index) => ({ epoch: index + 1, seconds: 1, metrics: { 'val/loss': loss } }));

describe('checkpointRule', () => {
  it.each([
    [{}, 'val/loss', { metric: 'val/loss', mode: 'min' }],
    [{}, 'val/accuracy', { metric: 'val/accuracy', mode: 'max' }],
    [{ checkpointMetric: 'top1_error' }, 'val/accuracy', { metric: 'top1_error', mode: 'min' }],
    [{ checkpointMetric: 'val/loss', checkpointMode: 'max' }, 'x', { metric: 'val/loss', mode: 'max' }],
  ] as const)('%o with default %s', (training, defaultMetric, rule) => {
    expect(
      checkpointRule({ checkpointMetric: undefined, checkpointMode: undefined, ...training }, defaultMetric),
    ).toEqual(rule);
  });
});

describe('standing', () => {
  const rule = { metric: 'val/loss', mode: 'min' } as const;

  it.each([
    [[], undefined, 0],
    [[3, 2, 1], 3, 0],
    [[1, 2, 3], 1, 2],
    [[2, 1, 1, 1], 2, 2],
    [[Number.NaN, 5, Number.NaN], 2, 1],
    [[Number.NaN, Number.NaN], 1, 1],
    [[Number.POSITIVE_INFINITY, 1], 2, 0],
  ])('of %j', (losses, epoch, epochsWithoutImprovement) => {
    const found = standing(historyOf(...losses), rule);
    expect(found.best?.epoch).toBe(epoch);
    expect(found.epochsWithoutImprovement).toBe(epochsWithoutImprovement);
  });
});
