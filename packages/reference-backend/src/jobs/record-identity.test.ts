import { describe, expect, test } from 'vitest';
import { contentId, identifyLog, identifyMetric } from './record-identity.js';

describe('identifyMetric', () => {
  const sample = { kind: 'sample', metricName: 'loss', value: 0.5 } as const;

  test('leaves a record with an id alone', () => {
    const record = { ...sample, recordId: 'a-1', step: 3 };
    expect(identifyMetric(record)).toBe(record);
  });

  test('leaves a value without any place alone: the same value may come twice', () => {
    expect(identifyMetric(sample).recordId).toBeUndefined();
  });

  test.each([{ epoch: 1 }, { step: 0 }, { timestamp: '2026-01-01T00:00:00.000Z' }])('tells %o apart', (place) => {
    const { recordId } = identifyMetric({ ...sample, ...place });
    expect(recordId).toBeDefined();
    expect(identifyMetric({ ...sample, ...place }).recordId).toBe(recordId);
    expect(identifyMetric({ ...sample, ...place, value: 0.6 }).recordId).not.toBe(recordId);
  });
});

test('a log line needs a time to have an identity', () => {
  expect(identifyLog({ message: 'x', epoch: 1 }).recordId).toBeUndefined();
  expect(identifyLog({ message: 'x', timestamp: '2026-01-01T00:00:00.000Z' }).recordId).toBeDefined();
});

test('NaN and the infinities have different ids', () => {
  const ids = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => contentId({ value }));
  expect(new Set(ids).size).toBe(3);
});
