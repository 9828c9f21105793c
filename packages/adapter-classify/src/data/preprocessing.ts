/** How an image becomes a network's input: everything that inference must repeat to see what training saw. */
export interface Preprocessing {
  /** Side of the square input in pixels. */
  readonly imageSize: number;
  /** 3 for RGB, 1 for luminance. */
  readonly channels: 1 | 3;
  /** Subtracted per channel from values scaled to 0 … 1. */
  readonly mean: readonly number[];
  /** Divides per channel, after the mean. */
  readonly std: readonly number[];
  /** For evaluation the shorter side is resized to `floor(imageSize / cropPct)`, then the centre is cropped. */
  readonly cropPct: number;
  /** Antialiased resampling kernel. */
  readonly interpolation: Interpolation;
}

/** Resampling kernels: the triangle filter and the Catmull–Rom cubic (a = −0.5). */
export type Interpolation = 'bilinear' | 'bicubic';

/** Decoded pixels, interleaved rows of 8-bit values [H, W, C]. */
export interface PixelImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** A rectangle in pixels, origin at the top left. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
