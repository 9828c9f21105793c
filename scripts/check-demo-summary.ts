/**
 * Reads the demo's last line from standard input and fails, naming the figure, when it misses its goal. That the stored
 * metrics are those logged, none missing and none twice, the demo checks itself: it then ends with exit code 1.
 */
import { text } from 'node:stream/consumers';

interface DemoSummary {
  status: string;
  epochs: number;
  val_accuracy: number;
  train_seconds: number;
  metrics_stored: number;
  logs_stored: number;
  onnx_path: string | null;
  onnx_max_abs_diff: number;
}

const summary = JSON.parse(await text(process.stdin)) as DemoSummary;
const { status: _, onnx_path: onnxPath, ...numbers } = summary;
const goals: Record<string, boolean> = {
  'every figure is a finite number': Object.values(numbers).every(Number.isFinite),
  'a model was exported': onnxPath !== null,
  'status is completed': summary.status === 'completed',
  'val_accuracy is at least 0.97': summary.val_accuracy >= 0.97,
  'training takes less than 4 minutes': summary.train_seconds < 240,
  'metrics were stored': summary.metrics_stored > 0,
  'logs were stored': summary.logs_stored > 0,
  'the exported model agrees with the engine within 1e-4': summary.onnx_max_abs_diff <= 1e-4,
};
const missed = Object.entries(goals).filter(([, isMet]) => !isMet);
for (const [goal] of missed) console.error(`The demo missed its goal: ${goal}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
