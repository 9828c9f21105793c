import type { Box } from './geometry.js';

/**
 * A binary mask as run lengths in column-major order, starting with a run of zeros (COCO's RLE). `counts` is either the
 * plain list of run lengths or COCO's compressed string of them; a conversion keeps the form it was given.
 */
export interface Rle {
  readonly width: number;
  readonly height: number;
  readonly counts: readonly number[] | string;
}

const FIRST_CODE = 48;
const LAST_CODE = FIRST_CODE + 63;

/**
 * Run lengths out of COCO's compressed string: base-32 digits, least significant first, with a continuation bit and a
 * sign bit; from the fourth run on each is stored as the difference from the run two before.
 *
 * @throws RangeError when the string holds a character outside the code or ends inside a number.
 */
export function decodeCounts(text: string): number[] {
  const counts: number[] = [];
  let position = 0;
  while (position < text.length) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const code = text.charCodeAt(position++);
      if (Number.isNaN(code)) throw new RangeError('the compressed counts end inside a number');
      if (code < FIRST_CODE || code > LAST_CODE) {
        throw new RangeError(`the compressed counts hold ${JSON.stringify(text[position - 1])}, which is no code`);
      }
      const digit = code - FIRST_CODE;
      if (shift > 30) throw new RangeError('the compressed counts hold a number of more than 32 bits');
      value |= (digit & 0x1f) << shift;
      more = (digit & 0x20) !== 0;
      shift += 5;
      if (!more && (digit & 0x10) !== 0 && shift < 32) value |= -1 << shift;
    }
    if (counts.length > 2) value += counts[counts.length - 2] ?? 0;
    counts.push(value);
  }
  return counts;
}

/** COCO's compressed string of run lengths: the inverse of `decodeCounts`. */
export function encodeCounts(counts: readonly number[]): string {
  let text = '';
  for (let index = 0; index < counts.length; index++) {
    let value = (counts[index] ?? 0) - (index > 2 ? (counts[index - 2] ?? 0) : 0);
    let more = true;
    while (more) {
      let digit = value & 0x1f;
      value >>= 5;
      more = (digit & 0x10) !== 0 ? value !== -1 : value !== 0;
      if (more) digit |= 0x20;
      text += String.fromCharCode(digit + FIRST_CODE);
    }
  }
  return text;
}

/** The run lengths of a mask, whichever form it is kept in. */
export function runsOf(rle: Rle): readonly number[] {
  return typeof rle.counts === 'string' ? decodeCounts(rle.counts) : rle.counts;
}

/** Number of pixels set. */
export function rleArea(rle: Rle): number {
  const runs = runsOf(rle);
  let area = 0;
  for (let index = 1; index < runs.length; index += 2) area += runs[index] ?? 0;
  return area;
}

/** The smallest upright box around the pixels set, or undefined for an empty mask. */
export function rleBounds(rle: Rle): Box | undefined {
  const runs = runsOf(rle);
  const { height } = rle;
  let left = Infinity;
  let top = Infinity;
  let right = -1;
  let bottom = -1;
  let position = 0;
  for (let index = 0; index < runs.length; index++) {
    const length = runs[index] ?? 0;
    if (index % 2 === 1 && length > 0) {
      const last = position + length - 1;
      const firstColumn = Math.floor(position / height);
      const lastColumn = Math.floor(last / height);
      left = Math.min(left, firstColumn);
      right = Math.max(right, lastColumn);
      // A run that goes on into the next column touches both the bottom and the top row.
      top = Math.min(top, lastColumn > firstColumn ? 0 : position % height);
      bottom = Math.max(bottom, lastColumn > firstColumn ? height - 1 : last % height);
    }
    position += length;
  }
  if (right < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A mask as one byte a pixel, row-major `[height, width]`, 0 or 1. Run lengths past the last pixel are ignored. */
export function rleToMask(rle: Rle): Uint8Array {
  const { width, height } = rle;
  const mask = new Uint8Array(width * height);
  let position = 0;
  let value = 0;
  for (const length of runsOf(rle)) {
    const end = Math.min(position + length, mask.length);
    if (value === 1) {
      for (let index = position; index < end; index++) mask[(index % height) * width + Math.floor(index / height)] = 1;
    }
    position = end;
    value = 1 - value;
  }
  return mask;
}

/** A row-major mask `[height, width]`, non-zero meaning set, as plain run lengths. */
export function maskToRle(mask: Uint8Array, width: number, height: number): Rle {
  const counts: number[] = [];
  let value = 0;
  let length = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const pixel = mask[y * width + x] ? 1 : 0;
      if (pixel !== value) {
        counts.push(length);
        value = pixel;
        length = 0;
      }
      length++;
    }
  }
  counts.push(length);
  return { width, height, counts };
}
