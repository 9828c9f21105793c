import { parseArgs } from 'node:util';
import { ClassifyAdapter } from '@vision/adapter-classify';
import { runTraining } from '@vision/trainer-sdk';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    epochs: { type: 'string', default: '3' },
    output: { type: 'string', default: 'runs/classify' },
  },
});
if (values.data === undefined) {
  console.error('Usage: npm run train -w examples/classify -- --data <folder> [--epochs 3] [--output runs/classify]');
  process.exit(2);
}

const adapter = new ClassifyAdapter({
  model: { framework: 'classify', modelName: 'small_cnn', taskType: 'image_classification' },
  dataset: { path: values.data },
  training: { epochs: Number(values.epochs), batchSize: 32, learningRate: 0.01, outputDir: values.output },
  advancedConfig: { augmentation: { scale: [1, 1] } },
});
const result = await runTraining(adapter, {
  onProgress: ({ phase, epoch, fraction, metrics }) => {
    const loss = metrics['train/loss']?.toFixed(3) ?? '';
    process.stdout.write(`\r${phase} epoch ${epoch} ${(fraction * 100).toFixed(0).padStart(3)} % loss ${loss} `);
  },
});
await adapter.dispose();
console.log(`\n${result.status}`, result.bestMetrics, result.error?.message ?? '');
process.exitCode = result.status === 'completed' ? 0 : 1;
