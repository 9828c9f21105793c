import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DatasetFolder, png } from './dataset-folder.js';

const command = fileURLToPath(new URL('../dist/cli/vision-convert.js', import.meta.url));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

function dataset(
  points = [
    [1, 1],
    [9, 9],
  ],
): DatasetFolder {
  return new DatasetFolder().with({
    'in/images/a.png': png(),
    'in/annotations/a.json': JSON.stringify(
      {
        imagePath: 'a.png',
        imageWidth: 64,
        imageHeight: 48,
        shapes: [{ label: 'cat', shape_type: 'rectangle', points }],
      },
      null,
      1,
    ),
  });
}

test('converts, and says what it did', () => {
  using folder = dataset();
  const { status, stdout, stderr } = run(folder.at('in'), '--to', 'yolo', folder.at('out'));
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('dice (annotations/a.json has "imagePath" or "shapes"): 1 image, 1 object');
  expect(folder.list('out')).toEqual(['data.yaml', 'images/a.png', 'labels/a.txt']);
});

test('splits as asked', () => {
  using folder = dataset();
  expect(run('convert', folder.at('in'), folder.at('out'), '--to=coco', '--ratios', 'test=1').status).toBe(0);
  expect(folder.list('out')).toEqual(['annotations/instances_test.json', 'images/test/a.png']);
});

test('check prints place and remedy and fails on errors', () => {
  using folder = dataset([
    [1, 1],
    [900, 9],
  ]);
  const text = run('check', folder.at('in'));
  expect(text.status).toBe(1);
  expect(text.stdout).toMatch(/annotations\/a\.json:\d+: error outside-image shapes\[0\]\.points: .*\n {4}fix: /);
  const sarif = JSON.parse(run('check', folder.at('in'), '--format', 'sarif').stdout) as {
    runs: { results: object[] }[];
  };
  expect(sarif.runs[0]?.results).toMatchObject([{ ruleId: 'outside-image', level: 'error' }]);
  expect(run(folder.at('in'), '--to', 'yolo', folder.at('out')).status).toBe(1);
  expect(run(folder.at('in'), '--to', 'yolo', folder.at('out'), '--policy', 'repair').status).toBe(0);
});

test('stats counts', () => {
  using folder = dataset();
  expect(JSON.parse(run('stats', folder.at('in'), '--json').stdout)).toMatchObject({
    images: 1,
    categories: [{ name: 'cat', objects: 1, images: 1 }],
  });
});

test.each([
  [['in', '--to', 'bar', 'out'], '--to is "bar"; use one of dice, yolo'],
  [['in', '--too', 'yolo', 'out'], '--too'],
  [['in', '--to', 'yolo'], 'The folder to write to is missing'],
  [['in', '--to', 'yolo', 'out', '--ratios', 'train'], 'write it like train=0.8'],
  [['in', '--to', 'yolo', 'out', '--group-by', '('], 'no regular expression'],
  [['in', '--to', 'yolo', 'out', '--policy', 'lenient'], 'use one of strict, skip, repair'],
  [[], 'USAGE'],
])('bad arguments %j end with 2 and name the argument', (args, message) => {
  using folder = dataset();
  const places = args.map((arg) => (arg === 'in' || arg === 'out' ? folder.at(arg) : arg));
  const { status, stdout, stderr } = run(...places);
  expect(stdout + stderr).toContain(message);
  expect(status).toBe(2);
});

test('a folder that is no dataset ends with 1 and a sentence', () => {
  using folder = new DatasetFolder();
  const { status, stderr } = run(folder.path, '--to', 'yolo', folder.at('out'));
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^The format of .* was not recognised; name it \(--from\)/),
  ]);
});
