import { DatasetError } from '@vision/trainer-sdk';
import { UnreadableImageError } from '../errors/unreadable-image-error.js';
import { type Augmentation, cropsRandomly, drawCropBox } from './augmentation.js';
import { commonFolder } from './common-folder.js';
import { cropAndResize, decodeForEvaluation, decodeForTraining } from './decode-image.js';
import type { Sample } from './image-folder.js';
import { createNormalizer, type Normalizer } from './normalizer.js';
import { PixelCache } from './pixel-cache.js';
import type { PixelImage, Preprocessing } from './preprocessing.js';
import { createRandom, permutation } from './random.js';

/** One batch, ready for the network. */
export interface ImageBatch {
  /** Normalised pixels, float32 [N, C, H, W]. */
  readonly images: Float32Array;
  /** Class indices, int32 [N]. */
  readonly labels: Int32Array;
  /** N. */
  readonly size: number;
}

/** What an {@link ImageLoader} loads, and how. */
export interface ImageLoaderOptions {
  samples: readonly Sample[];
  preprocessing: Preprocessing;
  batchSize: number;
  /** Given for training: images are shuffled, augmented, and every batch is full. Left out: in order, as they are. */
  augmentation?: Augmentation;
  /** Seed of order and augmentation. @default 0 */
  seed?: number;
  /** Bound on the decoded images kept between epochs. @default 512 MiB */
  cacheBytes?: number;
  /** Whether an image that cannot be decoded ends the epoch or is left out. @default 'error' */
  onUnreadableImage?: 'error' | 'skip';
}

/** Which epoch to load. */
export interface LoadEpochOptions {
  epoch: number;
  signal?: AbortSignal;
}

const DEFAULT_CACHE_BYTES = 512 * 2 ** 20;

/** Training crops are cut from an image this many times the input's side, at least: a crop of a quarter still shrinks. */
const OVERSAMPLING = 2;

interface LoadedImage {
  readonly pixels: PixelImage;
  readonly label: number;
  readonly isMirrored: boolean;
}

/**
 * Loads the images of one split in batches. What a batch holds depends on the seed, the epoch and its place in it alone,
 * never on timing, on the cache, or on earlier epochs: a resumed run sees the same batches as an uninterrupted one.
 *
 * For training the last batch is filled up from the start of the epoch's order, so that all have the same shape.
 */
export class ImageLoader {
  readonly #options: ImageLoaderOptions;
  readonly #cache: PixelCache;
  readonly #normalize: Normalizer;
  readonly #unreadable = new Map<string, UnreadableImageError>();

  constructor(options: ImageLoaderOptions) {
    this.#options = options;
    this.#cache = new PixelCache(options.cacheBytes ?? DEFAULT_CACHE_BYTES);
    this.#normalize = createNormalizer(options.preprocessing);
  }

  /** Number of batches in an epoch. */
  get batchCount(): number {
    return Math.ceil(this.#options.samples.length / this.#options.batchSize);
  }

  /** The images left out so far, by path, each with the reason; only with `onUnreadableImage: 'skip'`. */
  get unreadable(): ReadonlyMap<string, UnreadableImageError> {
    return this.#unreadable;
  }

  /**
   * The batches of one epoch. In training, an image that is left out is replaced by another one of its batch, or by the
   * next readable one where the batch has none.
   *
   * @throws {UnreadableImageError} When an image cannot be decoded and none may be skipped.
   * @throws {DatasetError} When not one image can be decoded.
   */
  async *batches({ epoch, signal }: LoadEpochOptions): AsyncGenerator<ImageBatch, void, undefined> {
    const { samples, batchSize, augmentation, seed = 0 } = this.#options;
    const order = augmentation && permutation(samples.length, createRandom(seed, epoch));
    const indexAt = (position: number): number => {
      const wrapped = position % samples.length;
      return order?.[wrapped] ?? wrapped;
    };
    let hasReadable = false;
    for (let start = 0; start < samples.length; start += batchSize) {
      signal?.throwIfAborted();
      const size = augmentation ? batchSize : Math.min(batchSize, samples.length - start);
      const indices = Array.from({ length: size }, (_, row) => indexAt(start + row));
      // All at once: decoding goes on in libuv's threads while a training step holds this one.
      const loaded = await Promise.all(indices.map((index) => this.#load(index, epoch)));
      const readable = loaded.filter((image) => image !== undefined);
      for (let next = size; augmentation && readable.length === 0 && next < samples.length; next += 1) {
        const substitute = await this.#load(indexAt(start + next), epoch);
        if (substitute !== undefined) readable.push(substitute);
      }
      if (readable.length === 0 && !augmentation) continue;
      if (readable.length === 0) throw this.#noneReadable();
      hasReadable = true;
      yield this.#assemble(readable, augmentation ? size : readable.length);
    }
    if (!hasReadable && samples.length > 0) throw this.#noneReadable();
  }

  #noneReadable(): DatasetError {
    const { samples } = this.#options;
    const path = commonFolder(samples.map((sample) => sample.path));
    const [cause] = this.#unreadable.values();
    const reason = cause === undefined ? '' : ` ${cause.message}`;
    return new DatasetError(`Dataset ${path}: none of the ${samples.length} images is readable.${reason}`, {
      path,
      cause,
    });
  }

  async #load(index: number, epoch: number): Promise<LoadedImage | undefined> {
    const { samples, augmentation, seed = 0, onUnreadableImage = 'error' } = this.#options;
    const { path, label } = samples[index] as Sample;
    if (this.#unreadable.has(path)) return undefined;
    try {
      if (augmentation === undefined) {
        return { pixels: await this.#decode(path, false), label, isMirrored: false };
      }
      const random = createRandom(seed, epoch, index);
      const isMirrored = random() < augmentation.horizontalFlip;
      const isCropped = cropsRandomly(augmentation);
      const decoded = await this.#decode(path, isCropped);
      if (!isCropped) return { pixels: decoded, label, isMirrored };
      const { imageSize, interpolation } = this.#options.preprocessing;
      const box = drawCropBox(decoded.width, decoded.height, augmentation, random);
      return { pixels: await cropAndResize(decoded, box, imageSize, interpolation), label, isMirrored };
    } catch (error) {
      if (!UnreadableImageError.isInstance(error) || onUnreadableImage === 'error') throw error;
      this.#unreadable.set(path, error);
      return undefined;
    }
  }

  async #decode(path: string, isCropped: boolean): Promise<PixelImage> {
    const cached = this.#cache.get(path);
    if (cached !== undefined) return cached;
    const { preprocessing } = this.#options;
    const pixels = isCropped
      ? await decodeForTraining(path, preprocessing, OVERSAMPLING * preprocessing.imageSize)
      : await decodeForEvaluation(path, preprocessing);
    this.#cache.add(path, pixels);
    return pixels;
  }

  #assemble(loaded: readonly LoadedImage[], size: number): ImageBatch {
    const { channels, imageSize } = this.#options.preprocessing;
    const imageLength = channels * imageSize * imageSize;
    const images = new Float32Array(size * imageLength);
    const labels = new Int32Array(size);
    for (let row = 0; row < size; row += 1) {
      const { pixels, label, isMirrored } = loaded[row % loaded.length] as LoadedImage;
      this.#normalize(pixels, images, row * imageLength, isMirrored);
      labels[row] = label;
    }
    return { images, labels, size };
  }
}
