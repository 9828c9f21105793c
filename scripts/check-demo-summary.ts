/** Reads the demo's last line from standard input and fails, naming the figure, when it misses its goal. */
import { text } from 'node:stream/consumers';

interface DemoSummary {
  status: string;
  epochs: number;
  val_accuracy: number;
  train_seconds: number;
  metrics_stored: number;
  logs_stored: number;
  onnx_path: string;
  onnx_max_abs_diff: number;
}

const summary = JSON.parse(await text(process.stdin)) as DemoSummary;
const goals: Record<string, boolean> = {
  'status is completed': summary.status === 'completed',
  'val_accuracy is at least 0.97': summary.val_accuracy >= 0.97,
  'metrics were stored': summary.metrics_stored > 0,
  'logs were stored': summary.logs_stored > 0,
  'the exported model agrees with the engine within 1e-4': summary.onnx_max_abs_diff <= 1e-4,
};
const missed = Object.entries(goals).filter(([, isMet]) => !isMet);
for (const [goal] of missed) console.error(`The demo missed its goal: ${goal}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
