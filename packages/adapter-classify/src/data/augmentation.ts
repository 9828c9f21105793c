import type { CropBox } from './preprocessing.js';
import type { Random } from './random.js';

/** Random changes made to a training image; none of them is applied in evaluation. */
export interface Augmentation {
  /** Area of the random crop as a fraction of the image, [min, max]; [1, 1] keeps the evaluation crop. */
  readonly scale: readonly [number, number];
  /** Width over height of the random crop, [min, max]. */
  readonly ratio: readonly [number, number];
  /** Probability of mirroring left to right. */
  readonly horizontalFlip: number;
}

/** Whether the crop varies from epoch to epoch, or is the evaluation crop. */
export function cropsRandomly(augmentation: Augmentation): boolean {
  return augmentation.scale[0] < 1;
}

const ATTEMPTS = 10;

/**
 * The crop of an "Inception" random resized crop: area and aspect ratio are drawn (the ratio log-uniformly) until the
 * box fits; after ten misses, the largest centred box within the ratio's bounds.
 */
export function drawCropBox(width: number, height: number, augmentation: Augmentation, random: Random): CropBox {
  const [minScale, maxScale] = augmentation.scale;
  const [minRatio, maxRatio] = augmentation.ratio;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const area = width * height * (minScale + (maxScale - minScale) * random());
    const ratio = Math.exp(Math.log(minRatio) + (Math.log(maxRatio) - Math.log(minRatio)) * random());
    const cropWidth = Math.round(Math.sqrt(area * ratio));
    const cropHeight = Math.round(Math.sqrt(area / ratio));
    if (cropWidth < 1 || cropHeight < 1 || cropWidth > width || cropHeight > height) continue;
    return {
      left: Math.floor(random() * (width - cropWidth + 1)),
      top: Math.floor(random() * (height - cropHeight + 1)),
      width: cropWidth,
      height: cropHeight,
    };
  }
  const ratio = width / height;
  const cropWidth = ratio > maxRatio ? Math.max(1, Math.round(height * maxRatio)) : width;
  const cropHeight = ratio < minRatio ? Math.max(1, Math.round(width / minRatio)) : height;
  return {
    left: Math.floor((width - cropWidth) / 2),
    top: Math.floor((height - cropHeight) / 2),
    width: cropWidth,
    height: cropHeight,
  };
}
