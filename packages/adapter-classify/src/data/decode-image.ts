import sharp, { type Sharp } from 'sharp';
import { UnreadableImageError } from '../errors/unreadable-image-error.js';
import type { CropBox, Interpolation, PixelImage, Preprocessing } from './preprocessing.js';

/** An image file's path, or the encoded bytes (JPEG, PNG, WebP, AVIF, TIFF, GIF). */
export type ImageInput = string | Uint8Array;

const KERNELS = { bilinear: 'linear', bicubic: 'cubic' } as const satisfies Record<Interpolation, string>;

/** What transparent pixels show: white, the paper that most drawings with an alpha channel are meant for. */
const BACKDROP = '#ffffff';

/**
 * Decodes an image upright (EXIF orientation applied), as 8-bit sRGB or luminance; transparency is laid over white, CMYK
 * and 16-bit samples are converted. An image whose shorter side exceeds `maxShorterSidePx` is scaled down to it.
 *
 * @throws {UnreadableImageError} When the file is missing, cut short, or no image.
 */
export function decodeForTraining(
  input: ImageInput,
  { channels, interpolation }: Preprocessing,
  maxShorterSidePx: number,
): Promise<PixelImage> {
  return reading(input, () =>
    toPixels(
      open(input).resize(maxShorterSidePx, maxShorterSidePx, {
        fit: 'outside',
        withoutEnlargement: true,
        kernel: KERNELS[interpolation],
      }),
      channels,
    ),
  );
}

/**
 * Decodes an image as {@link decodeForTraining} does, resized and centre-cropped to the network's input
 * [imageSize, imageSize, C].
 *
 * @throws {UnreadableImageError} When the file is missing, cut short, or no image.
 */
export function decodeForEvaluation(input: ImageInput, preprocessing: Preprocessing): Promise<PixelImage> {
  return reading(input, async () => {
    const { autoOrient } = await open(input).metadata();
    const { resizeWidth, resizeHeight, ...box } = evaluationCrop(autoOrient.width, autoOrient.height, preprocessing);
    const resized = open(input).resize(resizeWidth, resizeHeight, {
      fit: 'fill',
      kernel: KERNELS[preprocessing.interpolation],
    });
    return toPixels(resized.extract(box), preprocessing.channels);
  });
}

/** Cuts a box out of decoded pixels and resizes it to a square [size, size, C]. */
export async function cropAndResize(
  image: PixelImage,
  box: CropBox,
  sizePx: number,
  interpolation: Interpolation,
): Promise<PixelImage> {
  const { data, width, height, channels } = image;
  const cropped = sharp(data, { raw: { width, height, channels } })
    .extract(box)
    .resize(sizePx, sizePx, { fit: 'fill', kernel: KERNELS[interpolation] });
  return toPixels(cropped, channels);
}

/** The resized size and, within it, the centre crop, rounded as torchvision's Resize and CenterCrop do. */
export function evaluationCrop(
  width: number,
  height: number,
  { imageSize, cropPct }: Pick<Preprocessing, 'imageSize' | 'cropPct'>,
): CropBox & { resizeWidth: number; resizeHeight: number } {
  const shorter = Math.max(imageSize, Math.floor(imageSize / cropPct));
  const resizeWidth = width <= height ? shorter : Math.floor((shorter * width) / height);
  const resizeHeight = width <= height ? Math.floor((shorter * height) / width) : shorter;
  return {
    resizeWidth,
    resizeHeight,
    left: roundHalfToEven((resizeWidth - imageSize) / 2),
    top: roundHalfToEven((resizeHeight - imageSize) / 2),
    width: imageSize,
    height: imageSize,
  };
}

function open(input: ImageInput): Sharp {
  return sharp(input, { autoOrient: true, failOn: 'error' });
}

async function toPixels(image: Sharp, channels: 1 | 3): Promise<PixelImage> {
  const { data, info } = await image
    .flatten({ background: BACKDROP })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels };
}

async function reading(input: ImageInput, decode: () => Promise<PixelImage>): Promise<PixelImage> {
  try {
    return await decode();
  } catch (cause) {
    throw new UnreadableImageError(typeof input === 'string' ? input : undefined, { cause });
  }
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
