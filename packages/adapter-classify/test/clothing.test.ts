import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAdapter, readImageFolder } from '@vision/adapter-classify';
import { runTraining } from '@vision/trainer-sdk';
import { describe, expect, it } from 'vitest';

const dataDir = process.env.VISION_DATA_DIR ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const clothing = path.join(dataDir, 'clothing');
const isMissing = !existsSync(clothing);
if (isMissing) console.warn(`Skipped: no photos at ${clothing}; set VISION_DATA_DIR to a folder with clothing/ in it.`);

describe.skipIf(isMissing)('real photos of clothes', () => {
  it('are told apart with the settings of examples/classify, after three epochs, for 60 % of them and more', {
    timeout: 600_000,
  }, async () => {
    const { val, classNames } = await readImageFolder(clothing);
    const supports = classNames.map((_, label) => val.filter((sample) => sample.label === label).length);
    const majority = Math.max(...supports) / val.length;

    const outputDir = await mkdtemp(path.join(tmpdir(), 'clothing-'));
    const adapter = createAdapter({
      model: { framework: 'classify', modelName: 'small_cnn', taskType: 'image_classification' },
      dataset: { path: clothing },
      training: { epochs: 3, batchSize: 32, learningRate: 0.01, outputDir },
      advancedConfig: { augmentation: { scale: [1, 1] } },
    });
    const result = await runTraining(adapter);
    await adapter.dispose();
    await rm(outputDir, { recursive: true });
    expect(result.error).toBeUndefined();
    expect(majority).toBeLessThan(0.3);
    expect(result.bestMetrics['val/accuracy']).toBeGreaterThanOrEqual(0.6);
    console.info(`small_cnn at 32 pixels: ${result.bestMetrics['val/accuracy']}, commonest class ${majority}`);
  });
});
