import { rowMajorStrides, type Shape, sizeOf } from '../../src/graph/tensor-type.js';

/** A float64 array of the reference interpreter; integers are exact in it. */
export interface RefArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** Fills an array by a function of the multi-index. */
export function fromIndex(shape: Shape, value: (index: readonly number[], flat: number) => number): RefArray {
  const strides = rowMajorStrides(shape);
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const index = shape.map((size, axis) => Math.floor(flat / (strides[axis] ?? 1)) % size);
    return value(index, flat);
  });
  return { shape, data };
}

/** Element at a multi-index; an index that does not exist is a mistake in the reference. */
export function at({ shape, data }: RefArray, index: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) flat = flat * (shape[axis] ?? 0) + (index[axis] ?? 0);
  const value = data[flat];
  if (value === undefined) throw new RangeError(`[${index}] is not in [${shape}]`);
  return value;
}

/** Element that a multi-index of a broadcast result reads. */
export function atBroadcast(array: RefArray, index: readonly number[]): number {
  const skipped = index.length - array.shape.length;
  return at(
    array,
    array.shape.map((size, axis) => (size === 1 ? 0 : (index[axis + skipped] ?? 0))),
  );
}

/** Adds every element of `from` to the element of a result that `target` names. */
export function scatter(
  shape: Shape,
  from: RefArray,
  target: (index: readonly number[]) => readonly number[] | undefined,
): RefArray {
  const result = { shape, data: new Float64Array(sizeOf(shape)) };
  const strides = rowMajorStrides(shape);
  fromIndex(from.shape, (index, flat) => {
    const place = target(index);
    if (place === undefined) return 0;
    const position = place.reduce((sum, coordinate, axis) => sum + coordinate * (strides[axis] ?? 0), 0);
    result.data[position] = (result.data[position] ?? 0) + (from.data[flat] ?? 0);
    return 0;
  });
  return result;
}
