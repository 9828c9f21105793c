import { ClassifyAdapter } from '@vision/adapter-classify';
import { runTraining } from '@vision/trainer-sdk';

const [lr, bs, out, adv, ep] = process.argv.slice(2);
const adapter = new ClassifyAdapter({
  model: { framework: 'classify', modelName: 'small_cnn', taskType: 'image_classification', imageSize: 28 },
  dataset: { path: '/tmp/exp/digits' },
  training: { epochs: +(ep ?? 3), batchSize: +bs!, learningRate: +lr!, outputDir: out! },
  advancedConfig: { channels: 1, ...JSON.parse(adv ?? '{"augmentation":"none"}') },
});
const t = performance.now();
const r = await runTraining(adapter);
console.log(r.status, r.error ?? '', ((performance.now() - t) / 1000).toFixed(1), 's');
await adapter.dispose();
