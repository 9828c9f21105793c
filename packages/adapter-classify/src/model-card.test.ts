import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeModelCard, encodeModelCard, type ModelCard } from './model-card.js';
import { modelNames } from './models/model-registry.js';

const preprocessing = fc.record({
  channels: fc.constantFrom(1 as const, 3 as const),
  imageSize: fc.integer({ min: 8, max: 512 }),
  mean: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3 }),
  std: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
  cropPct: fc.double({ min: 0.1, max: 1, noNaN: true }),
  interpolation: fc.constantFrom('bilinear' as const, 'bicubic' as const),
});
const card: fc.Arbitrary<ModelCard> = fc
  .record({
    architecture: fc.constantFrom(...modelNames),
    labelNames: fc.array(fc.string(), { minLength: 1 }),
    preprocessing,
    stem: fc.option(fc.constantFrom('7x7' as const, '3x3' as const), { nil: undefined }),
  })
  .map(({ stem, ...rest }) => (stem === undefined ? rest : { ...rest, stem }));

describe('model card', () => {
  it('survives its config.json', () => {
    fc.assert(
      fc.property(card, (original) => {
        // JSON has no negative zero, which means nothing here.
        const expected = JSON.parse(JSON.stringify(original));
        expect(decodeModelCard(encodeModelCard(original))).toEqual(expected);
      }),
    );
  });

  it('refuses an architecture that this package lacks', () => {
    const text = encodeModelCard({
      architecture: 'mlp',
      labelNames: ['a'],
      preprocessing: { channels: 1, imageSize: 8, mean: [0], std: [1], cropPct: 1, interpolation: 'bilinear' },
    });
    expect(() => decodeModelCard(text.replace('"mlp"', '"vit"'))).toThrow(/architecture/);
  });
});
