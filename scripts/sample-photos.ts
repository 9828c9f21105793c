import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZE_PX = 48;
const colours = { cat: { r: 200, g: 120, b: 60 }, dog: { r: 60, g: 110, b: 190 } };
const splits = { train: 24, val: 8 };

/** Writes a small ImageFolder of noisy pictures in two colours: `<folder>/{train,val}/{cat,dog}/<n>.png`. */
export async function writeSamplePhotos(folder: string): Promise<void> {
  for (const [split, count] of Object.entries(splits)) {
    for (const [label, background] of Object.entries(colours)) {
      const directory = join(folder, split, label);
      await mkdir(directory, { recursive: true });
      for (let index = 0; index < count; index++) {
        const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
        const canvas = { width: SIZE_PX, height: SIZE_PX, channels: 3, background } as const;
        const grain = await sharp({ create: { ...canvas, noise } })
          .png()
          .toBuffer();
        await sharp({ create: canvas })
          .composite([{ input: grain, blend: 'soft-light' }])
          .png()
          .toFile(join(directory, `${index}.png`));
      }
    }
  }
}
