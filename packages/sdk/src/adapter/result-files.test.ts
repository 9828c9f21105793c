import { expect, it } from 'vitest';
import { formatResultsCsv } from './result-files.js';

it('gives every metric a column, whenever it first came', () => {
  const history = [
    { epoch: 1, seconds: 1.23456, metrics: { 'train/loss': 0.5 } },
    { epoch: 2, seconds: 1, metrics: { 'train/loss': Number.NaN, 'a,b': Number.POSITIVE_INFINITY } },
  ];
  expect(formatResultsCsv(history)).toBe('epoch,seconds,train/loss,"a,b"\n1,1.235,0.5,\n2,1.000,NaN,Infinity\n');
});
