import type { PixelImage } from './preprocessing.js';

/**
 * Decoded images kept in memory up to a bound in bytes. Epochs visit every image once, an order in which evicting the
 * least recently used would never hit: so what is in stays in, and what no longer fits is decoded again each epoch.
 */
export class PixelCache {
  readonly #images = new Map<string, PixelImage>();
  readonly #limitBytes: number;
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes of pixels held now. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get(path: string): PixelImage | undefined {
    return this.#images.get(path);
  }

  add(path: string, image: PixelImage): void {
    const sizeBytes = this.#sizeBytes + image.data.byteLength;
    if (sizeBytes > this.#limitBytes || this.#images.has(path)) return;
    this.#images.set(path, image);
    this.#sizeBytes = sizeBytes;
  }
}
