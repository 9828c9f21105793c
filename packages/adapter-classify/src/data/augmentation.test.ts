import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Augmentation, drawCropBox } from './augmentation.js';
import { createRandom } from './random.js';

const augmentation: Augmentation = { scale: [0.3, 1], ratio: [3 / 4, 4 / 3], horizontalFlip: 0.5 };

describe('drawCropBox', () => {
  it('stays inside the image, whatever its shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        (width, height, seed) => {
          const box = drawCropBox(width, height, augmentation, createRandom(seed));
          expect(Number.isInteger(box.left) && Number.isInteger(box.top)).toBe(true);
          expect(box.left).toBeGreaterThanOrEqual(0);
          expect(box.top).toBeGreaterThanOrEqual(0);
          expect(box.width).toBeGreaterThan(0);
          expect(box.height).toBeGreaterThan(0);
          expect(box.left + box.width).toBeLessThanOrEqual(width);
          expect(box.top + box.height).toBeLessThanOrEqual(height);
        },
      ),
    );
  });

  it('keeps to the bounds of area and ratio on an ordinary photo', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const box = drawCropBox(400, 300, augmentation, createRandom(seed));
      const fraction = (box.width * box.height) / (400 * 300);
      expect(fraction).toBeGreaterThan(0.29);
      expect(box.width / box.height).toBeGreaterThan(0.74);
      expect(box.width / box.height).toBeLessThan(1.35);
    }
  });

  it('falls back to a centred box for an image much longer than wide', () => {
    const box = drawCropBox(10, 1000, { ...augmentation, scale: [0.9, 1] }, createRandom(1));
    expect(box).toEqual({ left: 0, top: 493, width: 10, height: 13 });
  });
});
