import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { locateJson } from './locate-json.js';
import { type ScannedElement, scanJson } from './scan-json.js';

const root = mkdtempSync(join(tmpdir(), 'vision-json-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function scan(text: string): { elements: (ScannedElement & { value: unknown })[] } {
  const path = join(root, 'a.json');
  writeFileSync(path, text);
  const bytes = Buffer.from(text);
  const elements: (ScannedElement & { value: unknown })[] = [];
  const keys = new Map([
    ['images', 'id'],
    ['annotations', 'image_id'],
  ]);
  scanJson(path, 'a.json', keys, (element) => {
    elements.push({ ...element, value: JSON.parse(bytes.toString('utf8', element.start, element.end)) });
  });
  return { elements };
}

const id = fc.oneof(
  fc.nat(),
  fc.string().filter((text) => JSON.stringify(text) === `"${text}"` && text.trim() === text && text !== ''),
);
const element = fc.record({
  note: fc.anything({ maxDepth: 2, withNullPrototype: false }),
  image_id: id,
  tail: fc.jsonValue(),
});

describe('scanJson', () => {
  test('finds every element where JSON.parse does, with its key', () => {
    fc.assert(
      fc.property(fc.array(element), fc.jsonValue(), fc.constantFrom(undefined, 1), (annotations, info, indent) => {
        const text = JSON.stringify({ info, annotations, last: info }, null, indent);
        const parsed = JSON.parse(text) as { annotations: { image_id: unknown }[] };
        const { elements } = scan(text);
        expect(elements.map(({ value }) => value)).toEqual(parsed.annotations);
        expect(elements.map(({ key }) => key)).toEqual(parsed.annotations.map((value) => String(value.image_id)));
        for (const [index, { line }] of elements.entries()) expect(line).toBe(locateJson(text, ['annotations', index]));
      }),
    );
  });

  test.each([
    ['{"images": [{"id": 1}', 'ends before'],
    ['{"images": [{"id": "1}', 'inside a string'],
    ['{"images": [{"id": 1}}]', 'closing bracket'],
    ['[{"id": 1}]', 'a list'],
    ['{} {}', 'behind the end'],
  ])('refuses %s', (text, problem) => {
    expect(() => scan(text)).toThrow(problem);
  });
});
