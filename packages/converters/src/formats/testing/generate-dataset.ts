import fc from 'fast-check';
import type { Category, ImageRecord, ObjectAnnotation } from '../../dataset/dataset.js';
import type { Feature } from '../../dataset/feature.js';
import type { Box, Coordinates } from '../../dataset/geometry.js';
import { maskToRle } from '../../dataset/rle.js';

/** A dataset small enough to be made at random. */
export interface GeneratedDataset {
  readonly categories: readonly Category[];
  readonly splits: readonly string[];
  readonly images: readonly (ImageRecord & { readonly width: number; readonly height: number })[];
}

const WIDTH = 64;
const HEIGHT = 48;
const names = ['cat', 'dog with space', 'žluť <&> "quoted"', '数字'];
const keypointNames = ['nose', 'left', 'right'];

const quarter = (limit: number) => fc.integer({ min: 0, max: limit * 4 }).map((value) => value / 4);
const boxes: fc.Arbitrary<Box> = fc
  .tuple(quarter(WIDTH - 4), quarter(HEIGHT - 4), fc.integer({ min: 2, max: 16 }), fc.integer({ min: 2, max: 16 }))
  .map(([x, y, w, h]) => ({ x, y, width: Math.min(w, WIDTH - x), height: Math.min(h, HEIGHT - y) }));

/** A rectangle without one corner: no box, and never degenerate. */
function ringIn({ x, y, width, height }: Box): Coordinates {
  return [x, y, x + width, y, x + width, y + height / 2, x + width / 2, y + height, x, y + height];
}

function holeIn({ x, y, width, height }: Box): Coordinates {
  return [x + width / 4, y + height / 4, x + width / 2, y + height / 4, x + width / 4, y + height / 2];
}

type Shape = Omit<ObjectAnnotation, 'category'>;

/** For each geometry the objects that use it and nothing else. */
const shapes: Partial<Readonly<Record<Feature, fc.Arbitrary<Shape>>>> = {
  box: boxes.map((box) => ({ box })),
  looseBox: boxes.map((box) => ({
    box: { ...box, x: Math.max(0, box.x - 1), width: box.width + 1 },
    polygons: [{ outer: ringIn({ ...box, x: box.x + 1, width: box.width - 1 }), holes: [] }],
  })),
  polygon: boxes.map((box) => ({ polygons: [{ outer: ringIn(box), holes: [] }] })),
  multipart: fc.tuple(boxes, boxes).map(([a, b]) => ({
    polygons: [
      { outer: ringIn(a), holes: [] },
      { outer: ringIn(b), holes: [] },
    ],
  })),
  holes: boxes.map((box) => ({ polygons: [{ outer: ringIn(box), holes: [holeIn(box)] }] })),
  rotatedBox: fc.tuple(boxes, fc.integer({ min: -3, max: 3 })).map(([box, turn]) => ({
    rotatedBox: { cx: WIDTH / 2, cy: HEIGHT / 2, width: box.width, height: box.height, angle: turn / 3 },
  })),
  mask: fc
    .uint8Array({ minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT, max: 1 })
    .map((pixels) => ({ mask: maskToRle(pixels.fill(1, 70, 75), WIDTH, HEIGHT) })),
  keypoints: boxes.map((box) => ({
    box,
    keypoints: [
      { x: box.x, y: box.y, visibility: 2 },
      { x: box.x + 1, y: box.y + 1, visibility: 1 },
      { x: 0, y: 0, visibility: 0 },
    ],
  })),
  points: boxes.map(({ x, y }) => ({ points: [x, y, x + 1, y + 2] })),
  polyline: boxes.map(({ x, y }) => ({ polyline: [x, y, x + 3, y, x + 3, y + 3] })),
  ellipse: boxes.map(({ width, height }) => ({
    ellipse: { cx: WIDTH / 2, cy: HEIGHT / 2, rx: width / 2, ry: height / 2 },
  })),
};

/** Facts about an object, drawn where the feature is allowed. */
const facts: Partial<Readonly<Record<Feature, fc.Arbitrary<Partial<Shape>>>>> = {
  crowd: fc.constant({ isCrowd: true }),
  difficult: fc.constant({ isDifficult: true }),
  truncated: fc.constant({ isTruncated: true }),
  occluded: fc.constant({ isOccluded: true }),
  score: fc.constantFrom({ score: 0.5 }, { score: 1 }),
  group: fc.constantFrom({ groupId: 1 }, { groupId: 7 }),
  attributes: fc.record({
    attributes: fc.record({ colour: fc.constantFrom('red', 'a<b'), size: fc.integer(), isNew: fc.boolean() }),
  }),
};

function objects(allowed: ReadonlySet<Feature>): fc.Arbitrary<ObjectAnnotation[]> {
  const entries = Object.entries(shapes) as [Feature, fc.Arbitrary<Shape>][];
  // A shape of several parts, with holes or a loose box is a polygon as well.
  const usable = entries.filter(
    ([feature]) =>
      allowed.has(feature) && (allowed.has('polygon') || !['looseBox', 'multipart', 'holes'].includes(feature)),
  );
  if (usable.length === 0) return fc.constant([]);
  const extras = (Object.entries(facts) as [Feature, fc.Arbitrary<Partial<Shape>>][])
    .filter(([feature]) => allowed.has(feature))
    .map(([, arbitrary]) => fc.option(arbitrary, { nil: {} }));
  const object = fc
    .tuple(fc.constantFrom(...names), fc.oneof(...usable.map(([, arbitrary]) => arbitrary)), ...extras)
    .map(([category, shape, ...own]): ObjectAnnotation => Object.assign({ category }, shape, ...own));
  return fc.array(object, { minLength: allowed.has('emptyImage') ? 0 : 1, maxLength: 4 });
}

/** Datasets that use no feature outside `allowed`. */
export function generateDatasets(allowed: ReadonlySet<Feature>): fc.Arbitrary<GeneratedDataset> {
  const labels = allowed.has('imageLabel')
    ? fc.subarray(names, {
        minLength: allowed.has('emptyImage') ? 0 : 1,
        maxLength: allowed.has('severalImageLabels') ? 3 : 1,
      })
    : fc.constant([]);
  const image = fc.record({ labels, objects: objects(allowed) });
  const isSplit = allowed.has('split') ? fc.boolean() : fc.constant(false);
  return fc.tuple(fc.array(image, { minLength: 1, maxLength: 4 }), isSplit).map(([images, hasSplits]) => {
    const records = images.map((parts, index) => ({
      ...parts,
      path: `${parts.labels[0] ?? 'sub'}/číslo ${index}.png`,
      width: WIDTH,
      height: HEIGHT,
      ...(hasSplits && { split: index % 2 === 0 ? 'train' : 'val' }),
      origin: { file: 'generated' },
    }));
    return {
      categories: names.map((name) => ({ name, ...(allowed.has('keypoints') && { keypoints: keypointNames }) })),
      splits: hasSplits ? [...new Set(records.map(({ split }) => split ?? ''))] : [],
      images: records,
    };
  });
}
