import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { preprocessImage } from './preprocess-image.js';
import type { Preprocessing } from './preprocessing.js';

const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

interface GoldenCase extends Pick<Preprocessing, 'imageSize' | 'cropPct' | 'interpolation'> {
  width: number;
  height: number;
  values: number[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/preprocessing.json', import.meta.url), 'utf8'),
) as GoldenCase[];

/** The picture that test/golden/preprocessing.py draws. */
function picture(width: number, height: number): Promise<Buffer> {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const edge = (x + 2 * y) % 24 < 12 ? 40 : 210;
      data.set([Math.floor((255 * x) / width), Math.floor((255 * y) / height), edge], (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

describe('preprocessImage against Pillow', () => {
  it.each(golden)('$width×$height → $imageSize, crop $cropPct, $interpolation', async (golden) => {
    const { width, height, values, ...settings } = golden;
    const actual = await preprocessImage(await picture(width, height), {
      ...settings,
      channels: 3,
      mean: MEAN,
      std: STD,
    });
    expect(actual).toHaveLength(values.length);
    const differences = values.map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN)) * 0.225 * 255);
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
    // In steps of the 8-bit scale. libvips shrinks by a box filter before the kernel where an image shrinks a lot.
    expect(mean).toBeLessThan(1.5);
    expect(Math.max(...differences)).toBeLessThan(10);
  });
});
