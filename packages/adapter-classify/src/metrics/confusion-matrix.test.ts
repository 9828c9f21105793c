import { describe, expect, it } from 'vitest';
import { addPredictions, classScores, emptyConfusionMatrix } from './confusion-matrix.js';

describe('confusion matrix', () => {
  it('counts true classes in rows and predicted ones in columns, over batches', () => {
    const first = addPredictions(emptyConfusionMatrix(3), Int32Array.of(0, 0, 1), Int32Array.of(0, 1, 1));
    const both = addPredictions(first, Int32Array.of(1), Int32Array.of(0));
    expect([...both.counts]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0]);
    expect(first.counts[3]).toBe(0);
  });

  it('gives precision, recall and F1 of every class, NaN for one that never occurs', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 1, 1);
    const predicted = Int32Array.of(0, 0, 0, 1, 1, 0);
    expect(classScores(addPredictions(emptyConfusionMatrix(3), labels, predicted))).toEqual([
      { precision: 0.75, recall: 0.75, f1: 0.75, support: 4 },
      { precision: 0.5, recall: 0.5, f1: 0.5, support: 2 },
      { precision: Number.NaN, recall: Number.NaN, f1: Number.NaN, support: 0 },
    ]);
  });
});
