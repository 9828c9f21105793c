import { describe, expect, test } from 'vitest';
import { alignSeries, appendRecords, smooth } from './series.js';

describe('alignSeries', () => {
  test('puts a value of an epoch at the last step of that epoch', () => {
    const train = [1, 2, 3, 4].map((step) => ({ step, epoch: Math.ceil(step / 2), value: step }));
    const validation = [1, 2].map((epoch) => ({ step: undefined, epoch, value: -epoch }));
    const { xName, xs, ys } = alignSeries([train, validation]);
    expect(xName).toBe('step');
    expect(xs).toEqual([1, 2, 3, 4]);
    expect(ys[1]).toEqual([null, -1, null, -2]);
  });

  test('steps may come in any order', () => {
    const points = [3, 1, 2].map((step) => ({ step, epoch: 1, value: step }));
    expect(alignSeries([points]).ys).toEqual([[1, 2, 3]]);
  });

  test('values that no line can show become gaps', () => {
    const points = [1, Number.NaN, Number.POSITIVE_INFINITY].map((value, epoch) => ({ step: undefined, epoch, value }));
    expect(alignSeries([points])).toEqual({ xName: 'epoch', xs: [0, 1, 2], ys: [[1, null, null]] });
  });
});

test('appendRecords leaves the curves it is given alone', () => {
  const before = new Map([['val/loss', [{ step: undefined, epoch: 1, value: 1 }]]]);
  const after = appendRecords(before, [{ kind: 'sample', metricName: 'val/loss', value: 0.5, epoch: 2 }]);
  expect(before.get('val/loss')).toHaveLength(1);
  expect(after.get('val/loss')?.map(({ value }) => value)).toEqual([1, 0.5]);
});

describe('smooth', () => {
  test('does not pull the beginning down', () => {
    expect(smooth([2, 2, 2], 0.9)).toEqual([expect.closeTo(2), expect.closeTo(2), expect.closeTo(2)]);
  });

  test('keeps gaps', () => {
    expect(smooth([1, null, 1], 0.5)).toEqual([1, null, 1]);
  });
});
