import { closeSync, openSync, readSync } from 'node:fs';

/** Size of an image as a viewer shows it. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; `width` and `height` are already swapped where it turns the image by a quarter. */
  readonly orientation: number;
}

const HEADER_BYTES = 64 * 1024;

/** Reads as much of an image as is needed to tell its size; undefined when the file is no image we know. */
export function readImageSize(file: string): ImageSize | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const readAt = (position: number, length: number): Buffer => {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
    };
    return imageSizeOf(readAt(0, HEADER_BYTES), readAt);
  } finally {
    closeSync(descriptor);
  }
}

/** Size out of a file's first bytes; `readAt` fetches more where a JPEG's metadata is longer than those. */
export function imageSizeOf(
  head: Buffer,
  readAt: (position: number, length: number) => Buffer = (position, length) =>
    head.subarray(position, position + length),
): ImageSize | undefined {
  if (head.length < 24) return undefined;
  if (head.readUInt32BE(0) === 0x89504e47) {
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20), orientation: 1 };
  }
  if (head.readUInt16BE(0) === 0xffd8) return jpegSize(readAt);
  const magic = head.toString('latin1', 0, 4);
  if (magic === 'GIF8') return { width: head.readUInt16LE(6), height: head.readUInt16LE(8), orientation: 1 };
  if (magic.startsWith('BM') && head.length >= 26) {
    return { width: Math.abs(head.readInt32LE(18)), height: Math.abs(head.readInt32LE(22)), orientation: 1 };
  }
  if (magic === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return webpSize(head);
  return undefined;
}

function jpegSize(readAt: (position: number, length: number) => Buffer): ImageSize | undefined {
  let position = 2;
  let orientation = 1;
  for (;;) {
    const segment = readAt(position, 20);
    if (segment.length < 9 || segment[0] !== 0xff) return undefined;
    const marker = segment[1] ?? 0;
    if (marker === 0xff) {
      position++;
      continue;
    }
    const length = segment.readUInt16BE(2);
    if (marker === 0xe1 && segment.toString('latin1', 4, 10) === 'Exif\0\0') {
      orientation = exifOrientation(readAt(position + 10, length - 8)) ?? 1;
    }
    // SOF0 to SOF15 hold the size; C4, C8 and CC in that range mean something else.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const height = segment.readUInt16BE(5);
      const width = segment.readUInt16BE(7);
      return orientation >= 5 ? { width: height, height: width, orientation } : { width, height, orientation };
    }
    if (marker === 0xda || marker === 0xd9 || length < 2) return undefined;
    position += 2 + length;
  }
}

const ORIENTATION_TAG = 0x0112;

function exifOrientation(tiff: Buffer): number | undefined {
  if (tiff.length < 8) return undefined;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return undefined;
  const count = short(start);
  for (let index = 0; index < count; index++) {
    const entry = start + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (short(entry) === ORIENTATION_TAG) {
      const value = short(entry + 8);
      return value >= 1 && value <= 8 ? value : undefined;
    }
  }
  return undefined;
}

function webpSize(head: Buffer): ImageSize | undefined {
  if (head.length < 30) return undefined;
  const chunk = head.toString('latin1', 12, 16);
  if (chunk === 'VP8X') {
    return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1, orientation: 1 };
  }
  if (chunk === 'VP8 ') {
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff, orientation: 1 };
  }
  if (chunk === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, orientation: 1 };
  }
  return undefined;
}
