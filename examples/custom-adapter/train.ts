/** Trains the adapter of this folder, and asks it about one image. */
import { runTraining, TrainingLogger } from '@vision/trainer-sdk';
import { CornerAdapter } from './corner-adapter.ts';
import { cornerNames, drawCorners } from './corner-images.ts';

const adapter = new CornerAdapter({
  model: { framework: 'corner', modelName: 'mlp', taskType: 'image_classification' },
  dataset: { path: import.meta.dirname },
  training: { epochs: 4, learningRate: 0.05, outputDir: 'runs/custom-adapter' },
});
const logger = new TrainingLogger();
const result = await runTraining(adapter, { logger });
await logger.close();
if (result.error !== undefined) throw result.error;

const { images, labels } = drawCorners(1, 1234);
const answer = await adapter.runInference(Uint8Array.from(images, (level) => Math.round(level * 255)));
await adapter.dispose();
console.log(`${result.status}: validation accuracy ${result.bestMetrics['val/accuracy']}`);
console.log(`The square is ${cornerNames[labels[0] ?? 0]}; the model says ${answer.predictedLabel}.`);
