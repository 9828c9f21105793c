import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportOnnx, type Trainer } from '@vision/engine';
import type { Evaluation } from './evaluate-model.js';
import { classScores } from './metrics/confusion-matrix.js';
import { encodeModelCard, type ModelCard } from './model-card.js';

/** What {@link exportModel} writes about. */
export interface ExportedModel {
  readonly trainer: Trainer;
  readonly card: ModelCard;
  readonly evaluation: Evaluation;
}

/**
 * Writes a trained model for use elsewhere: `model.onnx` (input `images` float32 [N, C, H, W], output `logits`),
 * `config.json` in timm's spelling, `labels.txt` with one class a line, and `evaluation.json` with the validation scores
 * by class and the confusion matrix (rows are true classes).
 *
 * @returns Path of the ONNX file.
 */
export async function exportModel(folder: string, { trainer, card, evaluation }: ExportedModel): Promise<string> {
  const onnxPath = path.join(folder, 'model.onnx');
  await exportOnnx(trainer, onnxPath);
  await writeFile(path.join(folder, 'config.json'), encodeModelCard(card));
  await writeFile(path.join(folder, 'labels.txt'), card.labelNames.map((name) => `${name}\n`).join(''));
  await writeFile(path.join(folder, 'evaluation.json'), encodeEvaluation(evaluation, card.labelNames));
  return onnxPath;
}

function encodeEvaluation({ loss, accuracy, top5, confusion }: Evaluation, labelNames: readonly string[]): string {
  const { numClasses, counts } = confusion;
  const classes = classScores(confusion).map((scores, index) => ({ label: labelNames[index], ...scores }));
  const matrix = Array.from({ length: numClasses }, (_, truth) => [
    ...counts.subarray(truth * numClasses, (truth + 1) * numClasses),
  ]);
  return `${JSON.stringify({ loss, accuracy, top5, classes, confusion_matrix: matrix }, null, 2)}\n`;
}
