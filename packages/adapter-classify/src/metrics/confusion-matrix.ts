/** Counts of predictions: `counts[truth * numClasses + predicted]`. */
export interface ConfusionMatrix {
  readonly numClasses: number;
  /** Row-major [K, K]: a row a true class, a column a predicted one. */
  readonly counts: Uint32Array;
}

/** How well one class is recognised. */
export interface ClassScores {
  /** Of the images predicted as this class, the fraction that is; NaN when none was. */
  precision: number;
  /** Of this class's images, the fraction predicted as such; NaN when there are none. */
  recall: number;
  /** Harmonic mean of both, `2·TP / (2·TP + FP + FN)`; NaN when the class is neither there nor predicted. */
  f1: number;
  /** Number of this class's images. */
  support: number;
}

/** A matrix of zeros. */
export function emptyConfusionMatrix(numClasses: number): ConfusionMatrix {
  return { numClasses, counts: new Uint32Array(numClasses * numClasses) };
}

/** The matrix with more predictions counted in; the given one is left as it is. */
export function addPredictions(matrix: ConfusionMatrix, labels: Int32Array, predicted: Int32Array): ConfusionMatrix {
  const { numClasses } = matrix;
  const counts = matrix.counts.slice();
  for (const [row, label] of labels.entries()) {
    const cell = label * numClasses + (predicted[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { numClasses, counts };
}

/** Precision, recall and F1 of every class. */
export function classScores({ numClasses, counts }: ConfusionMatrix): ClassScores[] {
  return Array.from({ length: numClasses }, (_, index) => {
    const correct = counts[index * numClasses + index] ?? 0;
    let support = 0;
    let predicted = 0;
    for (let other = 0; other < numClasses; other += 1) {
      support += counts[index * numClasses + other] ?? 0;
      predicted += counts[other * numClasses + index] ?? 0;
    }
    return {
      precision: correct / predicted,
      recall: correct / support,
      f1: (2 * correct) / (support + predicted),
      support,
    };
  });
}
