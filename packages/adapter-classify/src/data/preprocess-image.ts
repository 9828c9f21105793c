import { decodeForEvaluation, type ImageInput } from './decode-image.js';
import { createNormalizer } from './normalizer.js';
import type { Preprocessing } from './preprocessing.js';

/**
 * Turns one image into a network's input as validation does: float32 [C, imageSize, imageSize].
 *
 * @throws {UnreadableImageError} When the input cannot be decoded.
 */
export async function preprocessImage(input: ImageInput, preprocessing: Preprocessing): Promise<Float32Array> {
  const { channels, imageSize } = preprocessing;
  const target = new Float32Array(channels * imageSize * imageSize);
  createNormalizer(preprocessing)(await decodeForEvaluation(input, preprocessing), target, 0, false);
  return target;
}
