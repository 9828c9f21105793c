/** Network outputs of a batch with their labels. */
export interface LabelledLogits {
  /** Float32 [N, K]. */
  readonly logits: Float32Array;
  /** Class indices, int32 [N]. */
  readonly labels: Int32Array;
  /** K. */
  readonly numClasses: number;
}

/** The class of the highest logit of each row; the lowest index wins a tie. */
export function predictedClasses(logits: Float32Array, numClasses: number): Int32Array {
  const rows = logits.length / numClasses;
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let index = 1; index < numClasses; index += 1) {
      if ((logits[row * numClasses + index] ?? 0) > (logits[row * numClasses + best] ?? 0)) best = index;
    }
    return best;
  });
}

/** Probabilities of one row of logits. */
export function softmax(logits: Float32Array): Float32Array {
  const highest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Sum over the rows of −log softmax(logits)[label], in nats. */
export function crossEntropySum({ logits, labels, numClasses }: LabelledLogits): number {
  let sum = 0;
  for (const [row, label] of labels.entries()) {
    const scores = logits.subarray(row * numClasses, (row + 1) * numClasses);
    const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let exponentials = 0;
    for (const score of scores) exponentials += Math.exp(score - highest);
    sum += highest + Math.log(exponentials) - (scores[label] ?? Number.NaN);
  }
  return sum;
}

/**
 * Number of rows whose label is among the `k` highest logits. A tie goes to the lower class index, as in
 * {@link predictedClasses}; a row with NaN is wrong.
 */
export function countTopK({ logits, labels, numClasses }: LabelledLogits, k: number): number {
  let count = 0;
  for (const [row, label] of labels.entries()) {
    const own = logits[row * numClasses + label] ?? Number.NaN;
    let ahead = Number.isNaN(own) ? k : 0;
    for (let index = 0; index < numClasses; index += 1) {
      const other = logits[row * numClasses + index] ?? Number.NaN;
      if (other > own || Number.isNaN(other) || (other === own && index < label)) ahead += 1;
    }
    if (ahead < k) count += 1;
  }
  return count;
}
