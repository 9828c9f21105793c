import { plainTarget } from '../lower/cpu-target.js';
import { generalizeBatch } from '../lower/generalize-batch.js';
import { lowerGraph } from '../lower/lower-graph.js';
import { encodeModel } from '../onnx/encode-model.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { predictionProgram } from '../train/programs.js';
import type { Trainer } from '../train/trainer.js';
import { writeAtomically, writeFully } from '../weights/write-atomically.js';

/**
 * Writes the network in evaluation mode, with its present weights, as an ONNX file (opset 18, ONNX's own ops only):
 * input `images` float32 [batch, ...], output `logits`, for any batch size. Written atomically.
 *
 * @throws EngineError when the network's graph depends on the batch size
 */
export async function exportOnnx(trainer: Trainer, path: string): Promise<void> {
  const state = trainer.state();
  const constants = new Map(
    [...state].flatMap(([name, { data }]) => (data instanceof Float32Array ? [[name, data]] : [])),
  );
  const lowerAt = (batchSize: number): OnnxGraph => {
    const { outputs } = predictionProgram(trainer, trainer.inputShape.with(0, batchSize));
    return lowerGraph({ name: 'network', outputs, constants, target: plainTarget });
  };
  const bytes = encodeModel(generalizeBatch(lowerAt(2), lowerAt(3)));
  await writeAtomically(path, (file) => writeFully(file, bytes));
}
