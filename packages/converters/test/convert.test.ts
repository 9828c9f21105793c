import { lstatSync, statSync } from 'node:fs';
import {
  ConverterError,
  check,
  cocoToDice,
  convert,
  detectFormat,
  diceToCoco,
  diceToImageFolder,
  diceToYolo,
  InvalidDatasetError,
  LossyConversionError,
  openDataset,
  yoloToDice,
} from '@vision/converters';
import { describe, expect, test } from 'vitest';
import { DatasetFolder, png } from './dataset-folder.js';

const cat = {
  label: 'cat',
  shape_type: 'rectangle',
  points: [
    [30, 20],
    [10, 5],
  ],
};

function dice(shapes: readonly object[] = [cat], name = 'a'): Record<string, unknown> {
  return {
    [`in/images/${name}.png`]: png(),
    [`in/annotations/${name}.json`]: {
      version: '1.0',
      imagePath: `${name}.png`,
      imageWidth: 64,
      imageHeight: 48,
      shapes,
    },
  };
}

describe('named conversions', () => {
  test('DICE to YOLO and back keeps the boxes', async () => {
    using folder = new DatasetFolder().with({ ...dice(), ...dice([], 'empty') });
    await diceToYolo(folder.at('in'), folder.at('yolo'));
    expect(folder.list('yolo')).toEqual([
      'data.yaml',
      'images/a.png',
      'images/empty.png',
      'labels/a.txt',
      'labels/empty.txt',
    ]);
    expect(folder.text('yolo/labels/a.txt')).toBe('0 0.3125 0.26041667 0.3125 0.3125\n');
    await yoloToDice(folder.at('yolo'), folder.at('back'));
    const { shapes } = folder.json<{ shapes: object[] }>('back/annotations/a.json');
    expect(shapes).toEqual([
      {
        ...cat,
        points: [
          [10, 5],
          [30, 20],
        ],
      },
    ]);
  });

  test('DICE to YOLO segment writes polygons', async () => {
    using folder = new DatasetFolder().with(
      dice([
        {
          label: 'cat',
          points: [
            [0, 0],
            [64, 0],
            [64, 48],
          ],
        },
      ]),
    );
    await diceToYolo(folder.at('in'), folder.at('yolo'), { task: 'segment' });
    expect(folder.text('yolo/labels/a.txt')).toBe('0 0 0 1 0 1 1\n');
  });

  test('DICE to COCO and back keeps boxes and polygons', async () => {
    const polygon = {
      label: 'dog',
      shape_type: 'polygon',
      points: [
        [1, 2],
        [11, 2],
        [11, 12],
      ],
    };
    using folder = new DatasetFolder().with(dice([cat, polygon]));
    await diceToCoco(folder.at('in'), folder.at('coco'));
    const { annotations, categories } = folder.json<{ annotations: object[]; categories: object[] }>(
      'coco/annotations/instances.json',
    );
    expect(categories).toEqual([
      { id: 1, name: 'cat' },
      { id: 2, name: 'dog' },
    ]);
    expect(annotations).toEqual([
      { id: 1, image_id: 1, category_id: 1, bbox: [10, 5, 20, 15], area: 300, segmentation: [], iscrowd: 0 },
      {
        id: 2,
        image_id: 1,
        category_id: 2,
        bbox: [1, 2, 10, 10],
        area: 50,
        segmentation: [[1, 2, 11, 2, 11, 12]],
        iscrowd: 0,
      },
    ]);
    await cocoToDice(folder.at('coco'), folder.at('back'));
    const { shapes } = folder.json<{ shapes: object[] }>('back/annotations/a.json');
    expect(shapes).toMatchObject([
      {
        ...cat,
        points: [
          [10, 5],
          [30, 20],
        ],
      },
      polygon,
    ]);
  });

  test('DICE to ImageFolder takes the label, or with leave the largest category', async () => {
    const files = dice([
      cat,
      {
        label: 'dog',
        shape_type: 'rectangle',
        points: [
          [0, 0],
          [64, 48],
        ],
      },
    ]);
    files['in/images/b.png'] = png();
    files['in/annotations/b.json'] = { imagePath: 'b.png', flags: { bird: true, unsure: false }, shapes: [] };
    using folder = new DatasetFolder().with(files);
    await expect(diceToImageFolder(folder.at('in'), folder.at('out'))).rejects.toThrow(LossyConversionError);
    await diceToImageFolder(folder.at('in'), folder.at('out'), { lossy: 'warn' });
    expect(folder.list('out')).toEqual(['bird/b.png', 'dog/a.png']);
  });
});

describe('what a target cannot hold', () => {
  test('is listed, and nothing is written', async () => {
    using folder = new DatasetFolder().with(
      dice([
        { ...cat, group_id: 3 },
        { label: 'cat', shape_type: 'point', points: [[1, 1]] },
      ]),
    );
    const error = await diceToYolo(folder.at('in'), folder.at('out')).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(LossyConversionError);
    expect((error as LossyConversionError).losses).toEqual([
      { feature: 'points', count: 1, effect: 'becomes its upright box' },
      { feature: 'group', count: 1, effect: 'dropped' },
    ]);
    expect(statSync(folder.at('out'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('is listed before writing where losing is allowed', async () => {
    using folder = new DatasetFolder().with(dice([{ ...cat, group_id: 3 }]));
    const seen: boolean[] = [];
    const onLosses = () => seen.push(statSync(folder.at('out'), { throwIfNoEntry: false }) === undefined);
    const report = await diceToYolo(folder.at('in'), folder.at('out'), { lossy: 'warn', onLosses });
    expect(seen).toEqual([true]);
    expect(report.losses).toHaveLength(1);
  });
});

describe('policies', () => {
  const files = dice([
    cat,
    cat,
    {
      label: 'cat',
      shape_type: 'rectangle',
      points: [
        [50, 40],
        [90, 47],
      ],
    },
    { label: 'cat', shape_type: 'hexagon', points: [[1, 2]] },
    {
      label: 'cat',
      shape_type: 'rectangle',
      points: [
        [5, 5],
        [5, 9],
      ],
    },
  ]);

  test('strict writes nothing and reports every error with its place', async () => {
    using folder = new DatasetFolder().with(files);
    const error = await diceToYolo(folder.at('in'), folder.at('out')).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InvalidDatasetError);
    const { report } = error as InvalidDatasetError;
    expect(report.countsByCode).toEqual({
      'duplicate-object': 1,
      'outside-image': 1,
      'unknown-shape-type': 1,
      'empty-box': 1,
    });
    expect(report.issues[0]).toMatchObject({ file: 'annotations/a.json', line: 1, field: 'shapes[3].shape_type' });
    expect(statSync(folder.at('out'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('skip leaves out what is wrong, repair mends it; both count', async () => {
    using folder = new DatasetFolder().with(files);
    const skipped = await diceToYolo(folder.at('in'), folder.at('skipped'), { policy: 'skip' });
    expect([skipped.skipped, skipped.repaired, skipped.objects]).toEqual([3, 0, 2]);
    const repaired = await diceToYolo(folder.at('in'), folder.at('repaired'), { policy: 'repair' });
    expect([repaired.skipped, repaired.repaired, repaired.objects]).toEqual([3, 1, 2]);
    expect(folder.text('repaired/labels/a.txt').split('\n')[1]).toBe('0 0.890625 0.90625 0.21875 0.14583333');
  });
});

describe('paths', () => {
  test.each(['../../secret.png', '/etc/passwd', 'C:\\secret.png', 'x/../../../secret.png'])(
    '%s does not lead out of the dataset',
    async (imagePath) => {
      using folder = new DatasetFolder().with({
        'secret.png': png(),
        'in/images/a.png': png(),
        'in/annotations/a.json': { imagePath, shapes: [] },
      });
      const report = await check(folder.at('in'));
      expect(report.countsByCode['path-escape']).toBe(1);
    },
  );

  test('an output folder that has files is left alone unless overwriting is allowed', async () => {
    using folder = new DatasetFolder().with({ ...dice(), 'out/precious.txt': 'mine' });
    await expect(diceToYolo(folder.at('in'), folder.at('out'))).rejects.toMatchObject({ code: 'output-not-empty' });
    await diceToYolo(folder.at('in'), folder.at('out'), { overwrite: true });
    expect(folder.text('out/precious.txt')).toBe('mine');
    await expect(diceToYolo(folder.at('in'), folder.path, { overwrite: true })).rejects.toMatchObject({
      code: 'output-is-input',
    });
  });

  test('images are copied, linked, or left where they are', async () => {
    using folder = new DatasetFolder().with(dice());
    for (const images of ['copy', 'hardlink', 'symlink', 'reference'] as const) {
      await diceToYolo(folder.at('in'), folder.at(images), { images });
    }
    expect(lstatSync(folder.at('copy/images/a.png')).nlink).toBe(1);
    expect(lstatSync(folder.at('hardlink/images/a.png')).nlink).toBe(2);
    expect(lstatSync(folder.at('symlink/images/a.png')).isSymbolicLink()).toBe(true);
    expect(folder.list('reference')).toEqual(['data.yaml', 'labels/a.txt']);
  });
});

test('a conversion stops when it is aborted', async () => {
  using folder = new DatasetFolder().with(dice());
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(diceToYolo(folder.at('in'), folder.at('out'), { signal })).rejects.toThrow('enough');
});

test('a dry run reports and writes nothing', async () => {
  using folder = new DatasetFolder().with(dice());
  const report = await convert(folder.at('in'), 'coco', folder.at('out'), { dryRun: true });
  expect(report).toMatchObject({ images: 1, objects: 1, imagesWritten: 0 });
  expect(statSync(folder.at('out'), { throwIfNoEntry: false })).toBeUndefined();
});

test('formats are recognised and the guess is explained', async () => {
  using folder = new DatasetFolder().with(dice());
  const targets = ['yolo', 'coco', 'voc', 'imagefolder'] as const;
  for (const to of targets) {
    await convert(folder.at('in'), to, folder.at(to), { lossy: 'warn' });
    expect(detectFormat(folder.at(to))).toMatchObject({ format: to, reason: expect.stringMatching(/\w+ \w+/) });
  }
  expect(detectFormat(folder.at('in')).format).toBe('dice');
  expect(() => detectFormat(folder.at('in/images'))).toThrow(ConverterError);
});

test('a dataset can be read image by image', async () => {
  using folder = new DatasetFolder().with(dice());
  const dataset = await openDataset(folder.at('in'));
  for await (const { path, objects } of dataset.images({ issues: { add: () => {} } })) {
    expect([path, objects.length]).toEqual(['a.png', 1]);
  }
});

test('splits are drawn anew with their balance in the report', async () => {
  using folder = new DatasetFolder();
  for (let index = 0; index < 40; index++) {
    folder.with(dice([{ ...cat, label: index % 4 === 0 ? 'rare' : 'often' }], `i${index}`));
  }
  const splits = { strategy: 'stratified', ratios: { train: 0.75, val: 0.25 }, seed: 3 } as const;
  const report = await diceToYolo(folder.at('in'), folder.at('out'), { splits });
  expect(Object.fromEntries(report.splits.map(({ name, imagesByCategory }) => [name, imagesByCategory]))).toEqual({
    train: { often: 22, rare: 8 },
    val: { often: 8, rare: 2 },
  });
  const again = await diceToYolo(folder.at('in'), folder.at('again'), { splits });
  expect(folder.list('again')).toEqual(folder.list('out'));
  expect(again.splits).toEqual(report.splits);
});

test('an image whose size nothing tells is not left out in silence', async () => {
  using folder = new DatasetFolder().with({ 'in/annotations/a.json': { imagePath: 'a.png', shapes: [cat] } });
  await expect(diceToYolo(folder.at('in'), folder.at('out'))).rejects.toMatchObject({
    code: 'incomplete-output',
    file: 'annotations/a.json',
  });
  const report = await diceToYolo(folder.at('in'), folder.at('skipped'), { policy: 'skip' });
  expect([report.skipped, report.imagesWritten]).toEqual([1, 0]);
});
