import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { downsample, type MetricPoint, seriesOfMetrics, valuesOfRecord } from './metric-series.js';

const pointOf = (value: number, step: number): MetricPoint => ({ epoch: null, step, value, createdAt: '' });

describe('valuesOfRecord', () => {
  test('reads every value of a summary, also zero and NaN', () => {
    const values = valuesOfRecord({
      kind: 'summary',
      epoch: 1,
      loss: Number.NaN,
      accuracy: 0,
      extraMetrics: { 'val/top5': 0.9 },
    });
    expect(values).toEqual([
      ['loss', Number.NaN],
      ['accuracy', 0],
      ['val/top5', 0.9],
    ]);
  });
});

describe('seriesOfMetrics', () => {
  test('keeps the order of arrival in each curve', () => {
    const stored = [3, 1, 2].map((step, id) => ({
      id,
      jobId: 1,
      createdAt: 't',
      record: { kind: 'sample', metricName: 'train/loss', value: step / 10, step } as const,
    }));
    expect(
      seriesOfMetrics(stored)
        .get('train/loss')
        ?.map(({ step }) => step),
    ).toEqual([3, 1, 2]);
  });
});

describe('downsample', () => {
  test('keeps extremes, the end and every breakdown, whatever the curve', () => {
    const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constant(Number.NaN)), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (curve, buckets) => {
        const points = curve.map(pointOf);
        const kept = downsample(points, buckets);
        const finite = (all: readonly MetricPoint[]) => all.map(({ value }) => value).filter((v) => !Number.isNaN(v));
        expect(kept.length).toBeLessThanOrEqual(Math.max(4 * buckets, Math.min(points.length, buckets)));
        expect(kept.at(-1)).toBe(points.at(-1));
        expect(Math.max(...finite(kept))).toBe(Math.max(...finite(points)));
        expect(Math.min(...finite(kept))).toBe(Math.min(...finite(points)));
        expect(kept.some(({ value }) => Number.isNaN(value))).toBe(curve.some(Number.isNaN));
        expect(kept.map(({ step }) => step)).toEqual([...kept.map(({ step }) => step ?? 0)].sort((a, b) => a - b));
      }),
    );
  });
});
