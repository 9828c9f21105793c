import sharp, { type Colour, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { UnreadableImageError } from '../errors/unreadable-image-error.js';
import { decodeForEvaluation, decodeForTraining, evaluationCrop } from './decode-image.js';
import type { PixelImage, Preprocessing } from './preprocessing.js';

const preprocessing: Preprocessing = {
  imageSize: 4,
  channels: 3,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  cropPct: 1,
  interpolation: 'bicubic',
};

function solid(colour: Colour, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width: 8, height: 8, channels, background: colour } });
}

function firstPixel(image: PixelImage): number[] {
  return [...image.data.subarray(0, image.channels)];
}

async function decode(encoded: Sharp, channels: 1 | 3 = 3): Promise<number[]> {
  return firstPixel(await decodeForEvaluation(await encoded.toBuffer(), { ...preprocessing, channels }));
}

describe('decoding', () => {
  it('gives three channels for grayscale and one for colour, as asked', async () => {
    expect(await decode(solid('#808080').toColourspace('b-w').png())).toEqual([128, 128, 128]);
    expect(await decode(solid('#808080').png(), 1)).toEqual([128]);
    expect(await decode(solid('#0f0').png(), 1)).toHaveLength(1);
  });

  it('lays transparency over white', async () => {
    expect(await decode(solid({ r: 0, g: 0, b: 0, alpha: 0 }, 4).png())).toEqual([255, 255, 255]);
    const [red] = await decode(solid({ r: 0, g: 0, b: 0, alpha: 0.5 }, 4).png());
    expect(red).toBeGreaterThan(125);
    expect(red).toBeLessThan(130);
  });

  it('converts CMYK', async () => {
    const [red = 0, green = 255, blue = 255] = await decode(
      solid({ r: 200, g: 30, b: 30 }).toColourspace('cmyk').jpeg(),
    );
    expect(red).toBeGreaterThan(180);
    expect(Math.max(green, blue)).toBeLessThan(60);
  });

  it('scales 16-bit samples to 8', async () => {
    const samples = new Uint16Array(64).fill(200 * 257);
    const gray = sharp(samples, { raw: { width: 8, height: 8, channels: 1 } });
    expect(await decode(gray.toColourspace('grey16').png())).toEqual([200, 200, 200]);
    const colour = solid({ r: 200, g: 30, b: 90 }).toColourspace('rgb16').png();
    expect((await sharp(await colour.toBuffer()).metadata()).depth).toBe('ushort');
    expect(await decode(colour)).toEqual([200, 30, 90]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright', async (orientation) => {
    // Upright: red above blue, 8 wide and 16 high, with a green left edge to tell mirrored from turned.
    const data = new Uint8Array(8 * 16 * 3);
    for (let y = 0; y < 16; y += 1) {
      for (let x = 0; x < 8; x += 1) data.set(x < 4 ? [0, 255, 0] : y < 8 ? [255, 0, 0] : [0, 0, 255], (y * 8 + x) * 3);
    }
    let stored = sharp(data, { raw: { width: 8, height: 16, channels: 3 } });
    const { turn, flop } = STORED_AS[orientation] as { turn: number; flop: boolean };
    stored = sharp(await stored.png().toBuffer()).rotate(turn);
    stored = sharp(await stored.png().toBuffer()).flop(flop);
    const bytes = await stored.withMetadata({ orientation }).png().toBuffer();

    const trained = await decodeForTraining(bytes, preprocessing, 8);
    expect([trained.width, trained.height]).toEqual([8, 16]);
    expect(trained.data).toEqual(Buffer.from(data));
    const evaluated = await decodeForEvaluation(bytes, { ...preprocessing, imageSize: 8 });
    expect(evaluated.data).toEqual(Buffer.from(data.subarray(4 * 8 * 3, 12 * 8 * 3)));
  });

  it('only ever shrinks what training crops from', async () => {
    const size = async (width: number, height: number): Promise<number[]> => {
      const bytes = await sharp({ create: { width, height, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
      const image = await decodeForTraining(bytes, preprocessing, 40);
      return [image.width, image.height];
    };
    expect(await size(200, 100)).toEqual([80, 40]);
    expect(await size(20, 10)).toEqual([20, 10]);
  });
});

/** How upright pixels are stored under an EXIF orientation: turned clockwise by `turn` degrees, then mirrored. */
const STORED_AS: Record<number, { turn: number; flop: boolean }> = {
  1: { turn: 0, flop: false },
  2: { turn: 0, flop: true },
  3: { turn: 180, flop: false },
  4: { turn: 180, flop: true },
  5: { turn: 90, flop: true },
  6: { turn: 270, flop: false },
  7: { turn: 270, flop: true },
  8: { turn: 90, flop: false },
};

describe('an unreadable image', () => {
  it('is named with the reason when the file is missing or no image', async () => {
    const missing = decodeForEvaluation('/no/such/photo.jpg', preprocessing);
    await expect(missing).rejects.toThrow(UnreadableImageError);
    await expect(missing).rejects.toThrow(/Cannot read image \/no\/such\/photo\.jpg: .*missing/);
    await expect(decodeForTraining(Buffer.from('no image'), preprocessing, 8)).rejects.toThrow(
      /\(bytes\): .*unsupported/,
    );
  });

  it.each(['jpeg', 'png'] as const)('is refused when a %s is cut short', async (format) => {
    const noise = new Uint8Array(64 * 64 * 3).map((_, index) => (index * 7919) % 251);
    const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const short = bytes.subarray(0, bytes.length >> 1);
    await expect(decodeForEvaluation(short, preprocessing)).rejects.toThrow(UnreadableImageError);
    await expect(decodeForTraining(short, preprocessing, 8)).rejects.toThrow(UnreadableImageError);
  });
});

describe('evaluationCrop', () => {
  it('resizes the shorter side by crop_pct and crops the centre, rounding as torchvision does', () => {
    expect(evaluationCrop(640, 480, { imageSize: 224, cropPct: 0.875 })).toEqual({
      resizeWidth: 341,
      resizeHeight: 256,
      left: 58,
      top: 16,
      width: 224,
      height: 224,
    });
    expect(evaluationCrop(28, 28, { imageSize: 28, cropPct: 1 })).toMatchObject({ resizeWidth: 28, left: 0, top: 0 });
  });
});
