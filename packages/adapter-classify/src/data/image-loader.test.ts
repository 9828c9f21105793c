import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetError } from '@vision/trainer-sdk';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnreadableImageError } from '../errors/unreadable-image-error.js';
import type { Sample } from './image-folder.js';
import { type ImageBatch, ImageLoader, type ImageLoaderOptions } from './image-loader.js';
import type { Preprocessing } from './preprocessing.js';

const preprocessing: Preprocessing = {
  imageSize: 8,
  channels: 3,
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
  cropPct: 1,
  interpolation: 'bilinear',
};
const augmentation = { scale: [0.4, 1], ratio: [3 / 4, 4 / 3], horizontalFlip: 0.5 } as const;

let root: string;
let samples: Sample[];
let broken: Sample;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'image-loader-'));
  samples = [];
  for (let label = 0; label < 7; label += 1) {
    const pixels = new Uint8Array(24 * 20 * 3).map((_, index) => (index * (label + 3)) % 256);
    const file = path.join(root, `${label}.png`);
    await sharp(pixels, { raw: { width: 24, height: 20, channels: 3 } })
      .png()
      .toFile(file);
    samples.push({ path: file, label });
  }
  broken = { path: path.join(root, 'broken.png'), label: 9 };
  await writeFile(broken.path, 'no image');
});
afterAll(() => rm(root, { recursive: true }));

async function collect(batches: AsyncIterable<ImageBatch>): Promise<ImageBatch[]> {
  const collected: ImageBatch[] = [];
  for await (const batch of batches) collected.push(batch);
  return collected;
}

async function load(options: Partial<ImageLoaderOptions>, epoch = 0): Promise<ImageBatch[]> {
  return collect(new ImageLoader({ samples, preprocessing, batchSize: 3, ...options }).batches({ epoch }));
}

describe('ImageLoader', () => {
  it('loads every image in order for evaluation, the last batch smaller', async () => {
    const batches = await load({});
    expect(batches.map((batch) => [...batch.labels])).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(batches.map((batch) => batch.images.length)).toEqual([576, 576, 192]);
  });

  it('normalises to [C, H, W]', async () => {
    const file = path.join(root, 'colour.png');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 255, g: 0, b: 51 } } })
      .png()
      .toFile(file);
    const [batch] = await load({ samples: [{ path: file, label: 0 }] });
    expect(batch?.images.slice(0, 64)).toEqual(new Float32Array(64).fill(2));
    expect(batch?.images.slice(64, 128)).toEqual(new Float32Array(64).fill(-2));
    expect(batch?.images[128]).toBeCloseTo((0.2 - 0.5) / 0.25, 6);
  });

  it('shuffles by epoch for training, sees every image, and fills the last batch', async () => {
    const order = async (epoch: number): Promise<number[]> =>
      (await load({ augmentation }, epoch)).flatMap((batch) => [...batch.labels]);
    const first = await order(0);
    expect(first).toHaveLength(9);
    expect(new Set(first.slice(0, 7)).size).toBe(7);
    expect(first.slice(7)).toEqual(first.slice(0, 2));
    expect(await order(1)).not.toEqual(first);
  });

  it('makes the same batches whatever the cache and the epochs before', async () => {
    const fresh = await load({ augmentation, cacheBytes: 0 }, 4);
    const loader = new ImageLoader({ samples, preprocessing, batchSize: 3, augmentation });
    await collect(loader.batches({ epoch: 3 }));
    expect(await collect(loader.batches({ epoch: 4 }))).toEqual(fresh);
    expect(await load({ augmentation, seed: 1 }, 4)).not.toEqual(fresh);
  });

  it('mirrors without cropping when the scale is 1', async () => {
    const options = { samples: samples.slice(0, 1), batchSize: 1 };
    const keep = { scale: [1, 1], ratio: [1, 1] } as const;
    const [plain] = await load(options);
    const [same] = await load({ ...options, augmentation: { ...keep, horizontalFlip: 0 } });
    const [mirrored] = await load({ ...options, augmentation: { ...keep, horizontalFlip: 1 } });
    expect(same).toEqual(plain);
    const row = (batch: ImageBatch | undefined): number[] => [...(batch?.images.slice(0, 8) ?? [])];
    expect(row(mirrored)).toEqual(row(plain).reverse());
  });

  it('ends the epoch at an unreadable image, naming it', async () => {
    const error = await load({ samples: [...samples, broken] }).catch((cause) => cause);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect(error.path).toBe(broken.path);
  });

  it('leaves unreadable images out and tells which, when asked to', async () => {
    const options = { preprocessing, batchSize: 4, onUnreadableImage: 'skip' } as const;
    const evaluation = new ImageLoader({ ...options, samples: [broken, ...samples] });
    const labels = (await collect(evaluation.batches({ epoch: 0 }))).map((batch) => [...batch.labels]);
    expect(labels).toEqual([
      [0, 1, 2],
      [3, 4, 5, 6],
    ]);
    expect([...evaluation.unreadable.keys()]).toEqual([broken.path]);

    const training = new ImageLoader({ ...options, samples: [broken, ...samples], augmentation });
    const batches = await collect(training.batches({ epoch: 0 }));
    expect(batches.map((batch) => batch.size)).toEqual([4, 4]);
    expect(batches.flatMap((batch) => [...batch.labels])).not.toContain(9);

    const single = new ImageLoader({ ...options, batchSize: 1, samples: [broken, ...samples], augmentation });
    const singles = (await collect(single.batches({ epoch: 0 }))).map((batch) => batch.labels[0]);
    expect(singles).toHaveLength(8);
    expect(new Set(singles)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  it.each([
    ['training', { augmentation }],
    ['evaluation', {}],
  ])('names the folder when no image for %s is readable', async (_, purpose) => {
    const error = await load({ samples: [broken], onUnreadableImage: 'skip', ...purpose }).catch((cause) => cause);
    expect(DatasetError.isInstance(error)).toBe(true);
    expect(error.path).toBe(root);
    expect(error.message).toContain(`Dataset ${root}: none of the 1 images is readable. Cannot read image`);
  });

  it('stops when the signal aborts', async () => {
    const controller = new AbortController();
    const batches = new ImageLoader({ samples, preprocessing, batchSize: 1 }).batches({
      epoch: 0,
      signal: controller.signal,
    });
    await batches.next();
    controller.abort(new Error('enough'));
    await expect(batches.next()).rejects.toThrow('enough');
  });
});
