import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.js';

function linesOf(...chunks: Buffer[]): string[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

test('where a stream is cut does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(400)), (texts, cuts) => {
      const bytes = Buffer.from(texts.join('\n'));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(linesOf(...chunks)).toEqual(linesOf(bytes));
    }),
  );
});

test('a progress bar is what a terminal would show last', () => {
  expect(linesOf(Buffer.from(' 10%\r 50%\r100%\r\nnext'))).toEqual(['100%', 'next']);
});

test('bytes that are not UTF-8 are replaced', () => {
  expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(['a\ufffdb']);
});

test('a line without an end is cut and does not grow without limit', () => {
  const splitter = new LineSplitter();
  for (let index = 0; index < 100; index++) splitter.push(Buffer.alloc(10_000, 'x'));
  const [line] = splitter.end();
  expect(line?.length).toBeLessThan(40_000);
  expect(line).toContain('(line cut)');
});
