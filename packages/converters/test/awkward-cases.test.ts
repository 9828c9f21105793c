import { check, convert, type ImageRecord, openDataset } from '@vision/converters';
import { expect, test } from 'vitest';
import { DatasetFolder, png, turnedJpeg } from './dataset-folder.js';

const image = { id: 1, file_name: 'a.png', width: 64, height: 48 };
const cat = { id: 1, name: 'cat' };

function coco(annotations: readonly object[], more: object = {}): Record<string, unknown> {
  const file = { images: [image], annotations, categories: [cat], ...more };
  return { 'in/annotations/instances.json': file, 'in/images/a.png': png() };
}

function voc(box: string, filename = 'a.png'): string {
  return `<annotation><filename>${filename}</filename><size><width>64</width><height>48</height></size>
<object><name>cat</name><bndbox>${box}</bndbox></object></annotation>`;
}

async function readAll(path: string): Promise<ImageRecord[]> {
  const dataset = await openDataset(path);
  const images: ImageRecord[] = [];
  for await (const record of dataset.images({
    issues: { add: (issue) => expect(issue.severity, issue.message).not.toBe('error') },
  }))
    images.push(record);
  return images;
}

const box = { bbox: [1, 2, 10, 10], area: 100, iscrowd: 0, category_id: 1, image_id: 1 };

test('RLE, compressed and not, and crowd: kept in their form', async () => {
  const plain = { size: [48, 64], counts: [100, 3, 48 * 64 - 103] };
  using folder = new DatasetFolder().with(
    coco([
      { ...box, id: 1, bbox: [2, 4, 1, 3], segmentation: plain, iscrowd: 1 },
      { ...box, id: 2, bbox: [2, 4, 1, 3], segmentation: { size: [48, 64], counts: 'T33il2' } },
    ]),
  );
  await convert(folder.at('in'), 'coco', folder.at('out'));
  const { annotations } = folder.json<{ annotations: { segmentation: object; iscrowd: number }[] }>(
    'out/annotations/instances.json',
  );
  expect(annotations.map(({ segmentation, iscrowd }) => [segmentation, iscrowd])).toEqual([
    [plain, 1],
    [{ size: [48, 64], counts: 'T33il2' }, 0],
  ]);
});

test('RLE becomes polygons along its pixels where masks cannot be held', async () => {
  const mask = { size: [48, 64], counts: [48, 2, 48 * 64 - 50] };
  using folder = new DatasetFolder().with(coco([{ ...box, id: 1, bbox: [1, 0, 1, 2], segmentation: mask }]));
  await convert(folder.at('in'), 'yolo-segment', folder.at('out'), { lossy: 'warn' });
  expect(folder.text('out/labels/a.txt')).toBe('0 0.03125 0 0.03125 0.04166667 0.015625 0.04166667 0.015625 0\n');
});

test('multi-part polygons: kept by COCO and DICE, one ring in YOLO', async () => {
  const segmentation = [
    [0, 0, 10, 0, 10, 10],
    [20, 0, 30, 0, 30, 10],
  ];
  using folder = new DatasetFolder().with(coco([{ ...box, id: 1, bbox: [0, 0, 30, 10], segmentation }]));
  await convert(folder.at('in'), 'dice', folder.at('dice'));
  await convert(folder.at('dice'), 'coco', folder.at('coco'));
  expect(
    folder.json<{ annotations: { segmentation: object }[] }>('coco/annotations/instances.json').annotations[0]
      ?.segmentation,
  ).toEqual(segmentation);
  await convert(folder.at('in'), 'yolo-segment', folder.at('yolo'), { lossy: 'warn' });
  expect(folder.text('yolo/labels/a.txt').trim().split(' ')).toHaveLength(1 + 2 * (3 + 3 + 2));
});

test('holes: kept by DICE, bridged in COCO with the area that remains', async () => {
  const shape = {
    label: 'cat',
    points: [
      [0, 0],
      [20, 0],
      [20, 20],
      [0, 20],
    ],
    holes: [
      [
        [5, 5],
        [10, 5],
        [10, 10],
        [5, 10],
      ],
    ],
  };
  using folder = new DatasetFolder().with({
    'in/images/a.png': png(),
    'in/annotations/a.json': { imagePath: 'a.png', imageWidth: 64, imageHeight: 48, shapes: [shape] },
  });
  await convert(folder.at('in'), 'coco', folder.at('out'), { lossy: 'warn' });
  const [annotation] = folder.json<{ annotations: { segmentation: number[][]; area: number }[] }>(
    'out/annotations/instances.json',
  ).annotations;
  expect([annotation?.area, annotation?.segmentation.map(({ length }) => length)]).toEqual([375, [20]]);
});

test('a flat list as segmentation is one ring', async () => {
  using folder = new DatasetFolder().with(coco([{ ...box, id: 1, segmentation: [1, 2, 11, 2, 11, 12] }]));
  expect((await readAll(folder.at('in')))[0]?.objects[0]?.polygons).toEqual([
    { outer: [1, 2, 11, 2, 11, 12], holes: [] },
  ]);
});

test("COCO's 91 ids with gaps become 80 classes without, and stay what they were in COCO", async () => {
  const gaps = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83, 91]);
  const categories = Array.from({ length: 91 }, (_, index) => ({ id: index + 1, name: `class ${index + 1}` })).filter(
    ({ id }) => !gaps.has(id),
  );
  using folder = new DatasetFolder().with(coco([{ ...box, id: 1, category_id: 90 }], { categories }));
  await convert(folder.at('in'), 'yolo', folder.at('yolo'));
  expect(folder.text('yolo/labels/a.txt')).toMatch(/^79 /);
  await convert(folder.at('in'), 'coco', folder.at('coco'));
  expect(folder.json<{ categories: object[] }>('coco/annotations/instances.json').categories).toEqual(categories);
});

test('ids may start at 0 and be in any order', async () => {
  const images = [
    { ...image, id: 7, file_name: 'b.png' },
    { ...image, id: 0 },
  ];
  const annotations = [
    { ...box, id: 0, image_id: 0, category_id: 0 },
    { ...box, id: 1, image_id: 7, category_id: 0 },
    { ...box, id: 2, image_id: 0, category_id: 0, bbox: [3, 3, 5, 5] },
  ];
  using folder = new DatasetFolder().with({
    ...coco(annotations, { images, categories: [{ id: 0, name: 'cat' }] }),
    'in/images/b.png': png(),
  });
  expect((await readAll(folder.at('in'))).map(({ path, objects }) => [path, objects.length])).toEqual([
    ['b.png', 1],
    ['a.png', 2],
  ]);
  await convert(folder.at('in'), 'coco', folder.at('out'));
  const { annotations: written } = folder.json<{ annotations: { id: number }[] }>('out/annotations/instances.json');
  expect(Math.min(...written.map(({ id }) => id))).toBe(1);
});

test('VOC counts pixels from 1 and includes both ends; files that count from 0 can be read too', async () => {
  using folder = new DatasetFolder().with({
    'in/Annotations/a.xml': voc('<xmin>1</xmin><ymin>1</ymin><xmax>64</xmax><ymax>48</ymax>'),
    'in/JPEGImages/a.png': png(),
  });
  expect((await readAll(folder.at('in')))[0]?.objects[0]?.box).toEqual({ x: 0, y: 0, width: 64, height: 48 });
  const zero = await check(folder.at('in'), { vocFirstPixel: 0 });
  expect(zero.countsByCode).toEqual({ 'outside-image': 1 });
});

test('EXIF rotation: a missing size is that of the image as shown', async () => {
  using folder = new DatasetFolder().with({
    'in/images/a.jpg': turnedJpeg(),
    'in/annotations/a.json': {
      imagePath: 'a.jpg',
      shapes: [
        {
          label: 'cat',
          shape_type: 'rectangle',
          points: [
            [0, 32],
            [24, 64],
          ],
        },
      ],
    },
  });
  await convert(folder.at('in'), 'yolo', folder.at('out'));
  expect(folder.text('out/labels/a.txt')).toBe('0 0.25 0.75 0.5 0.5\n');
});

test('two images with one stem keep their own annotations', async () => {
  const images = [image, { ...image, id: 2, file_name: 'a.jpg' }];
  using folder = new DatasetFolder().with({
    ...coco(
      [
        { ...box, id: 1 },
        { ...box, id: 2, image_id: 2, bbox: [0, 0, 64, 48] },
      ],
      { images },
    ),
    'in/images/a.jpg': png(),
  });
  const report = await convert(folder.at('in'), 'yolo', folder.at('out'));
  expect(report.countsByCode).toEqual({ 'image-renamed': 1 });
  expect(folder.list('out/images')).toEqual(['a.png', 'a_2.jpg']);
  expect(folder.text('out/labels/a_2.txt')).toBe('0 0.5 0.5 1 1\n');
});

test('images without annotations stay, in every way of having none', async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': 'train: images\nval: images\nnames: [cat]\n',
    'in/images/none.png': png(),
    'in/images/blank.png': png(),
    'in/labels/blank.txt': '\r\n',
  });
  await convert(folder.at('in'), 'coco', folder.at('out'));
  expect(folder.json<{ images: object[] }>('out/annotations/instances.json').images).toHaveLength(2);
});

test('rows of boxes and of polygons in one file', async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': 'train: images\nnames: [cat]\n',
    'in/images/a.png': png(),
    'in/labels/a.txt': '0 0.5 0.5 0.5 0.5\n0 0 0 1 0 1 1\n',
  });
  const [record] = await readAll(folder.at('in'));
  expect(record?.objects.map((object) => Object.keys(object).sort())).toEqual([
    ['box', 'category'],
    ['category', 'polygons'],
  ]);
});

test('coordinates out of range: errors, with the line; clipped on repair', async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': 'train: images\nnames: [cat]\n',
    'in/images/a.png': png(),
    'in/labels/a.txt': '0 0.5 0.5 0.5 0.5\n0 0.9 0.5 0.5 0.5\n0 nan 0 0 0\n5 0.5 0.5 0.1 0.1\n',
  });
  const report = await check(folder.at('in'));
  expect(report.issues.map(({ code, line }) => [code, line])).toEqual([
    ['not-a-number', 3],
    ['unknown-class', 4],
    ['outside-image', 2],
  ]);
  const repaired = await check(folder.at('in'), { policy: 'repair' });
  expect([repaired.repaired, repaired.skipped]).toEqual([1, 2]);
});

test('circles and rectangles drawn from any corner', async () => {
  const shapes = [
    {
      label: 'cat',
      shape_type: 'circle',
      points: [
        [20, 20],
        [20, 30],
      ],
    },
    {
      label: 'cat',
      shape_type: 'rectangle',
      points: [
        [30, 5],
        [10, 25],
      ],
    },
  ];
  using folder = new DatasetFolder().with({
    'in/images/a.png': png(),
    'in/annotations/a.json': { imagePath: 'a.png', imageWidth: 64, imageHeight: 48, shapes },
  });
  const [record] = await readAll(folder.at('in'));
  expect(record?.objects).toEqual([
    { category: 'cat', ellipse: { cx: 20, cy: 20, rx: 10, ry: 10 } },
    { category: 'cat', box: { x: 10, y: 5, width: 20, height: 20 } },
  ]);
});

test('a stale cache is no part of a dataset', async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': 'train: images\nnames: [cat]\n',
    'in/images/a.png': png(),
    'in/labels/a.txt': '0 0.5 0.5 0.5 0.5\n',
    'in/labels.cache': 'not a label',
    'in/labels/train.cache': 'not a label',
  });
  expect((await check(folder.at('in'))).counts).toEqual({ error: 0, warning: 0, info: 0 });
});

test('byte-order marks, CRLF and names beyond ASCII', async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': '\ufefftrain: images\r\nnames:\r\n  0: žluťoučký kůň\r\n',
    'in/images/数字 1.png': png(),
    'in/labels/数字 1.txt': '\ufeff0 0.5 0.5 0.5 0.5\r\n',
  });
  await convert(folder.at('in'), 'voc', folder.at('voc'));
  await convert(folder.at('voc'), 'dice', folder.at('dice'));
  expect(folder.json<{ shapes: { label: string }[] }>('dice/annotations/数字 1.json').shapes[0]?.label).toBe(
    'žluťoučký kůň',
  );
});

test("a data.yaml written for another machine is read by its paths' ends", async () => {
  using folder = new DatasetFolder().with({
    'in/data.yaml': 'path: /content/drive/set\ntrain: ../train/images\nval: list.txt\nnames: {0: cat}\n',
    'in/train/images/a.png': png(),
    'in/train/labels/a.txt': '0 0.5 0.5 0.5 0.5\n',
    'in/list.txt': './images/b.png\n',
    'in/images/b.png': png(),
  });
  expect((await readAll(folder.at('in'))).map(({ path, split, objects }) => [path, split, objects.length])).toEqual([
    ['a.png', 'train', 1],
    ['b.png', 'val', 0],
  ]);
});

test('broken values are named by file, line and field', async () => {
  const text = `{"images": [${JSON.stringify(image)}],
"annotations": [
  {"id": 1, "image_id": 1, "category_id": 9, "bbox": [1, 2, 3, 4]},
  {"id": 2, "image_id": 1, "category_id": 1,
   "bbox": [1, 2, "3"]},
  {"id": 3, "image_id": 5, "category_id": 1, "bbox": [1, 2, 3, 4]}
], "categories": [${JSON.stringify(cat)}]}`;
  using folder = new DatasetFolder().with({ 'in/annotations/instances.json': text, 'in/images/a.png': png() });
  expect((await check(folder.at('in'))).issues.map(({ code, line, field }) => [code, line, field])).toEqual([
    ['unknown-category', 3, 'annotations[0].category_id'],
    ['bad-box', 5, 'annotations[1].bbox'],
    ['unknown-image', 6, 'annotations[2].image_id'],
  ]);
});

test('an annotation without geometry is a label of the image', async () => {
  using folder = new DatasetFolder().with(coco([{ id: 1, image_id: 1, category_id: 1 }]));
  await convert(folder.at('in'), 'imagefolder', folder.at('out'));
  expect(folder.list('out')).toEqual(['cat/a.png']);
});
