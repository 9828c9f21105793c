import { readFile } from 'node:fs/promises';
import type { InferenceInput } from '@vision/trainer-sdk';

const SIZE_PX = 8;
const PIXELS = SIZE_PX * SIZE_PX;

/** The classes, in the order of the model's outputs. */
export const cornerNames = ['top left', 'top right', 'bottom left', 'bottom right'] as const;

/** Draws noisy images with a bright 2×2 square in one quarter: float32 [count, 1, 8, 8] and its quarter as a label. */
export function drawCorners(count: number, seed: number): { images: Float32Array; labels: Int32Array } {
  const random = createRandom(seed);
  const images = Float32Array.from({ length: count * PIXELS }, () => random() * 0.4);
  const labels = Int32Array.from({ length: count }, () => Math.floor(random() * cornerNames.length));
  for (const [index, label] of labels.entries()) {
    const top = Math.floor(random() * 3) + (label >= 2 ? 4 : 0);
    const left = Math.floor(random() * 3) + (label % 2 === 1 ? 4 : 0);
    for (const offset of [0, 1, SIZE_PX, SIZE_PX + 1]) images[index * PIXELS + top * SIZE_PX + left + offset] = 1;
  }
  return { images, labels };
}

/** Reads 64 gray bytes, row by row, as float32 [1, 1, 8, 8]. */
export async function readCorner(input: InferenceInput): Promise<Float32Array> {
  const bytes = typeof input === 'string' ? await readFile(input) : input;
  if (bytes.length !== PIXELS) throw new RangeError(`Expected ${PIXELS} gray bytes, found ${bytes.length}.`);
  return Float32Array.from(bytes, (level) => level / 255);
}

/** The generator "mulberry32": numbers from 0 to 1. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
