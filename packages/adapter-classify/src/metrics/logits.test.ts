import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTopK, crossEntropySum, predictedClasses, softmax } from './logits.js';

const logits = Float32Array.of(2, 1, 0, /**/ 0, 3, 3, /**/ -1, -2, -3);

describe('predictedClasses', () => {
  it('takes the highest, the first of equals', () => {
    expect([...predictedClasses(logits, 3)]).toEqual([0, 1, 0]);
  });
});

describe('countTopK', () => {
  it('counts labels among the k highest', () => {
    const labelled = { logits, labels: Int32Array.of(1, 2, 2), numClasses: 3 };
    expect([1, 2, 3].map((k) => countTopK(labelled, k))).toEqual([0, 2, 3]);
  });

  it('agrees with predictedClasses for k = 1', () => {
    const scores = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(scores, fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), (values, classes) => {
        const labels = Int32Array.from(classes);
        const correct = predictedClasses(Float32Array.from(values), 4).filter((index, row) => index === labels[row]);
        expect(countTopK({ logits: Float32Array.from(values), labels, numClasses: 4 }, 1)).toBe(correct.length);
      }),
    );
  });

  it('counts a row with NaN as wrong', () => {
    const broken = Float32Array.of(Number.NaN, 1, Number.NaN, Number.NaN);
    expect(countTopK({ logits: broken, labels: Int32Array.of(1, 0), numClasses: 2 }, 1)).toBe(0);
  });
});

describe('softmax and crossEntropySum', () => {
  it('match the closed form, also for large logits', () => {
    const [p0 = 0, p1 = 0] = softmax(Float32Array.of(1000, 1000 + Math.log(3)));
    expect(p0).toBeCloseTo(0.25, 4);
    expect(p1).toBeCloseTo(0.75, 4);
    const labelled = { logits: Float32Array.of(0, Math.log(3), 500, -500), labels: Int32Array.of(0, 1), numClasses: 2 };
    expect(crossEntropySum(labelled)).toBeCloseTo(Math.log(4) + 1000, 3);
  });
});
