import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCounts, encodeCounts, maskToRle, rleArea, rleBounds, rleToMask } from './rle.js';
import { ringCovers, traceMask } from './trace-mask.js';

const masks = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
      .map((mask) => ({ mask, width, height })),
  );

describe('run-length masks', () => {
  test('a mask survives both forms of counts', () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const rle = maskToRle(mask, width, height);
        expect(rleToMask(rle)).toEqual(mask);
        const counts = encodeCounts(rle.counts as number[]);
        expect(decodeCounts(counts)).toEqual(rle.counts);
        expect(rleToMask({ width, height, counts })).toEqual(mask);
      }),
    );
  });

  test('area and bounds are those of the pixels', () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const rle = maskToRle(mask, width, height);
        const set = [...mask.keys()].filter((index) => mask[index] === 1);
        expect(rleArea(rle)).toBe(set.length);
        const xs = set.map((index) => index % width);
        const ys = set.map((index) => Math.floor(index / width));
        const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
        const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
        expect(rleBounds(rle)).toEqual(set.length === 0 ? undefined : box);
      }),
    );
  });

  test('traced outlines cover exactly the pixels', () => {
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const polygons = traceMask(maskToRle(mask, width, height));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const covering = polygons.filter(
              ({ outer, holes }) =>
                ringCovers(outer, x + 0.5, y + 0.5) && !holes.some((hole) => ringCovers(hole, x + 0.5, y + 0.5)),
            );
            expect(covering.length).toBe(mask[y * width + x]);
          }
        }
      }),
    );
  });

  test('broken counts are refused', () => {
    expect(() => decodeCounts('\u0001')).toThrow('no code');
    expect(() => decodeCounts('o')).toThrow('inside a number');
    expect(() => decodeCounts('oooooooooooo')).toThrow('32 bits');
  });
});
