import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../convert/check.js';
import { ConverterError } from '../errors/converter-error.js';
import { listFiles } from '../files/list-files.js';
import { OutputFolder } from '../files/output-folder.js';
import { IssueCollector } from '../report/issue-collector.js';
import { formatNames, formats } from './registry.js';
import { writePng } from './testing/write-png.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vision-fuzz-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function* images() {
  const file = join(root, 'a.png');
  writePng(file, 64, 48);
  const box = { x: 4, y: 5, width: 20, height: 10 };
  const polygons = [{ outer: [4, 5, 24, 5, 24, 15, 9, 15], holes: [] }];
  const keypoints = [{ x: 5, y: 6, visibility: 2 as const }];
  const objects = [
    { category: 'cat', box },
    { category: 'dog', polygons },
    { category: 'cat', box, keypoints },
  ];
  yield {
    path: 'cat/a.png',
    file,
    width: 64,
    height: 48,
    split: 'train',
    labels: ['cat'],
    objects,
    origin: { file: 'a' },
  };
  yield {
    path: 'cat/b.png',
    file,
    width: 64,
    height: 48,
    split: 'val',
    labels: ['cat'],
    objects,
    origin: { file: 'b' },
  };
}

/** What parsers trip over, beside random bytes. */
const nasty = [
  '',
  '{',
  '[',
  ']',
  '"',
  '\\u',
  '1e999',
  '-',
  'null',
  '<',
  '</',
  '&x;',
  '<![CDATA[',
  ']]>',
  '*a',
  '&a [',
  '\0',
  '\ufeff',
  '../..',
  '9'.repeat(400),
  '\n\n',
  ': -',
];

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat({ max: 40 }),
    text: fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 6 })),
  }),
  { minLength: 1, maxLength: 3 },
);

describe.each(formatNames)('%s', (name) => {
  test('broken files are reported or refused with a place, never a crash', async () => {
    const whole = join(root, `${name}-whole`);
    const issues = new IssueCollector();
    const categories = [
      { name: 'cat', keypoints: ['nose'] },
      { name: 'dog', keypoints: ['nose'] },
    ];
    const output = new OutputFolder(whole, 'copy', false, issues);
    await formats[name].write({ categories, splits: ['train', 'val'], images: images() }, { output, issues });
    const files = [...listFiles(whole)];
    const broken = join(root, `${name}-broken`);
    cpSync(whole, broken, { recursive: true });

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), edits, async (file, changes) => {
        let text = readFileSync(join(whole, file), 'latin1');
        for (const { at, cut, text: inserted } of changes) {
          const position = Math.floor(at * text.length);
          text = text.slice(0, position) + inserted + text.slice(position + cut);
        }
        writeFileSync(join(broken, file), text, 'utf8');
        try {
          const report = await check(broken, { from: name, policy: 'repair' });
          for (const issue of report.issues) expect(issue.file).not.toBe('');
        } catch (error) {
          if (!ConverterError.isInstance(error)) throw error;
          expect(error.file ?? error.message).toBeTruthy();
        } finally {
          cpSync(join(whole, file), join(broken, file));
        }
      }),
      { numRuns: 60 },
    );
  });
});
