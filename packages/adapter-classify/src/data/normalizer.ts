import type { PixelImage, Preprocessing } from './preprocessing.js';

/** Writes pixels [H, W, C] as normalised float32 [C, H, W] into `target` from `offset` on, mirrored when asked. */
export type Normalizer = (image: PixelImage, target: Float32Array, offset: number, mirror: boolean) => void;

/** A normaliser for one mean and standard deviation: `(value / 255 − mean) / std`, looked up per 8-bit value. */
export function createNormalizer({ channels, mean, std }: Preprocessing): Normalizer {
  const tables = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1)),
  );
  return ({ data, width, height }, target, offset, mirror) => {
    const step = mirror ? -channels : channels;
    for (const [channel, table] of tables.entries()) {
      let to = offset + channel * width * height;
      for (let y = 0; y < height; y += 1) {
        let from = (y * width + (mirror ? width - 1 : 0)) * channels + channel;
        for (let x = 0; x < width; x += 1) {
          target[to] = table[data[from] as number] as number;
          to += 1;
          from += step;
        }
      }
    }
  };
}
