import type { ConvWindow, PoolWindow, Size2d } from '../../src/graph/primitives.js';
import { type Shape, sizeOf } from '../../src/graph/tensor-type.js';
import { at, fromIndex, type RefArray } from './array.js';

/** One product of a convolution: weight[filter, channel, a, b] · x[image, group's channel, row, column]. */
interface Tap {
  readonly weight: readonly [number, number, number, number];
  readonly input: readonly [number, number, number, number];
  readonly output: readonly [number, number, number, number];
}

/** Visits every product of a convolution, straight from its definition. */
export function forEachTap(input: Shape, output: Shape, kernel: Size2d, window: ConvWindow, visit: (tap: Tap) => void) {
  const [images = 0, channels = 0, height = 0, width = 0] = input;
  const [, filters = 0, rows = 0, columns = 0] = output;
  const perGroup = channels / window.groups;
  const filtersPerGroup = filters / window.groups;
  for (const [image, filter, row, column] of indices([images, filters, rows, columns])) {
    for (const [channel, a, b] of indices([perGroup, ...kernel])) {
      const y = row * window.stride[0] + a * window.dilation[0] - window.padding[0];
      const x = column * window.stride[1] + b * window.dilation[1] - window.padding[1];
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      const inputChannel = Math.floor(filter / filtersPerGroup) * perGroup + channel;
      visit({
        weight: [filter, channel, a, b],
        input: [image, inputChannel, y, x],
        output: [image, filter, row, column],
      });
    }
  }
}

/** Sums `left · right` of every tap into the array that `into` names. */
export function sumTaps(
  shape: Shape,
  sizes: { input: Shape; output: Shape; kernel: Size2d; window: ConvWindow },
  into: keyof Tap,
  factors: Partial<Record<keyof Tap, RefArray>>,
): RefArray {
  const result = { shape, data: new Float64Array(sizeOf(shape)) };
  const flat = (index: readonly number[]): number =>
    index.reduce((sum, position, axis) => sum * (shape[axis] ?? 1) + position, 0);
  forEachTap(sizes.input, sizes.output, sizes.kernel, sizes.window, (tap) => {
    let product = 1;
    for (const key of ['weight', 'input', 'output'] as const) {
      const factor = factors[key];
      if (factor) product *= at(factor, tap[key]);
    }
    const position = flat(tap[into]);
    result.data[position] = (result.data[position] ?? 0) + product;
  });
  return result;
}

/** Places `[row, column]` of the input that a pooling window covers, in row-major order. */
export function windowPlaces(x: Shape, window: PoolWindow, row: number, column: number): [number, number][] {
  const places: [number, number][] = [];
  for (const [a, b] of indices(window.kernel)) {
    const y = row * window.stride[0] - window.padding[0] + a;
    const z = column * window.stride[1] - window.padding[1] + b;
    if (y >= 0 && z >= 0 && y < (x[2] ?? 0) && z < (x[3] ?? 0)) places.push([y, z]);
  }
  return places;
}

/** Reduces every window to one value. */
export function pool(
  x: RefArray,
  output: Shape,
  window: PoolWindow,
  reduce: (values: readonly number[]) => number,
): RefArray {
  return fromIndex(output, ([image = 0, channel = 0, row = 0, column = 0]) =>
    reduce(windowPlaces(x.shape, window, row, column).map(([y, z]) => at(x, [image, channel, y, z]))),
  );
}

function* indices<const S extends readonly number[]>(shape: S): Generator<{ [I in keyof S]: number }> {
  const [size = 0, ...rest] = shape;
  if (shape.length === 0) yield [] as unknown as { [I in keyof S]: number };
  else
    for (let index = 0; index < size; index++) {
      for (const tail of indices(rest)) yield [index, ...tail] as unknown as { [I in keyof S]: number };
    }
}
