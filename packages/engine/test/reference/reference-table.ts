import type { Attributes, OpName } from '../../src/graph/primitives.js';
import { type Shape, sizeOf } from '../../src/graph/tensor-type.js';
import { at, atBroadcast, fromIndex, type RefArray, scatter } from './array.js';
import { erf } from './erf.js';
import { pool, sumTaps, windowPlaces } from './windows.js';

interface RefCall<K extends OpName> {
  readonly operands: readonly RefArray[];
  readonly attributes: Attributes<K>;
  readonly shape: Shape;
}

type RefRule<K extends OpName> = (call: RefCall<K>) => RefArray;

const NONE: RefArray = { shape: [], data: new Float64Array(1) };

/** What each primitive means, in float64 and straight from its definition: independent of the engine's lowering. */
export const referenceTable: { readonly [K in OpName]: RefRule<K> } = {
  input: leaf,
  state: leaf,
  constant: ({ attributes: { shape, data } }) => ({ shape, data: Float64Array.from(data) }),
  randomMask: leaf,

  negate: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  erf: unary(erf),
  tanh: unary(Math.tanh),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  relu: unary((x) => Math.max(x, 0)),
  isPositive: unary((x) => (x > 0 ? 1 : 0)),
  stopGradient: unary((x) => x),

  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  power: binary((a, b) => a ** b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  equal: binary((a, b) => (a === b ? 1 : 0)),

  sum: reduction((values) => values.reduce((sum, value) => sum + value, 0)),
  mean: reduction((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  max: reduction((values) => Math.max(...values)),

  reshape: ({ operands: [x = NONE], shape }) => ({ shape, data: x.data }),
  transpose: ({ operands: [x = NONE], shape, attributes: { permutation } }) =>
    fromIndex(shape, (index) =>
      at(
        x,
        x.shape.map((_, axis) => index[permutation.indexOf(axis)] ?? 0),
      ),
    ),
  broadcastTo: ({ operands: [x = NONE], shape }) => fromIndex(shape, (index) => atBroadcast(x, index)),
  slice: ({ operands: [x = NONE], shape, attributes: { axis, start } }) =>
    fromIndex(shape, (index) => at(x, index.with(axis, (index[axis] ?? 0) + start))),
  pad: ({ operands: [x = NONE], shape, attributes: { axis, before } }) =>
    scatter(shape, x, (index) => index.with(axis, (index[axis] ?? 0) + before)),
  concat: ({ operands, shape, attributes: { axis } }) =>
    fromIndex(shape, (index) => {
      let position = index[axis] ?? 0;
      for (const operand of operands) {
        const size = operand.shape[axis] ?? 0;
        if (position < size) return at(operand, index.with(axis, position));
        position -= size;
      }
      throw new RangeError(`axis ${axis}`);
    }),
  gather: ({ operands: [table = NONE, indices = NONE], shape }) =>
    fromIndex(shape, (index) => {
      const rank = indices.shape.length;
      return at(table, [at(indices, index.slice(0, rank)), ...index.slice(rank)]);
    }),
  scatterAdd: ({ operands: [updates = NONE, indices = NONE], shape }) =>
    scatter(shape, updates, (index) => {
      const rank = indices.shape.length;
      return [at(indices, index.slice(0, rank)), ...index.slice(rank)];
    }),
  oneHot: ({ operands: [x = NONE], shape }) =>
    fromIndex(shape, (index) => (at(x, index.slice(0, -1)) === index.at(-1) ? 1 : 0)),

  matmul: ({ operands: [a = NONE, b = NONE], shape, attributes: { transposeA, transposeB } }) =>
    fromIndex(shape, (index) => {
      const [leading, row, column] = [index.slice(0, -2), index.at(-2) ?? 0, index.at(-1) ?? 0];
      const inner = a.shape.at(transposeA ? -2 : -1) ?? 0;
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = at(a, [...leading, ...(transposeA ? [k, row] : [row, k])]);
        sum += left * at(b, [...leading, ...(transposeB ? [column, k] : [k, column])]);
      }
      return sum;
    }),
  softmax: ({ operands: [x = NONE], shape }) =>
    fromIndex(shape, (index) => Math.exp(at(x, index)) / lastAxisExpSum(x, index)),
  logSoftmax: ({ operands: [x = NONE], shape }) =>
    fromIndex(shape, (index) => at(x, index) - Math.log(lastAxisExpSum(x, index))),

  conv2d: ({ operands: [x = NONE, weight = NONE, bias], shape, attributes: window }) => {
    const sizes = { input: x.shape, output: shape, kernel: lastTwo(weight.shape), window };
    const result = sumTaps(shape, sizes, 'output', { input: x, weight });
    return bias ? fromIndex(shape, (index) => at(result, index) + at(bias, [index[1] ?? 0])) : result;
  },
  conv2dInputGradient: ({ operands: [upstream = NONE, weight = NONE], shape, attributes: window }) =>
    sumTaps(shape, { input: shape, output: upstream.shape, kernel: lastTwo(weight.shape), window }, 'input', {
      output: upstream,
      weight,
    }),
  conv2dWeightGradient: ({ operands: [x = NONE, upstream = NONE], shape, attributes: window }) =>
    sumTaps(shape, { input: x.shape, output: upstream.shape, kernel: window.kernel, window }, 'weight', {
      input: x,
      output: upstream,
    }),

  maxPool2d: ({ operands: [x = NONE], shape, attributes }) =>
    pool(x, shape, attributes, (values) => Math.max(...values)),
  maxPool2dGradient: ({ operands: [x = NONE, , upstream = NONE], shape, attributes }) =>
    scatter(shape, upstream, ([image = 0, channel = 0, row = 0, column = 0]) => {
      const places = windowPlaces(x.shape, attributes, row, column);
      const values = places.map(([y, z]) => at(x, [image, channel, y, z]));
      const [y = 0, z = 0] = places[values.indexOf(Math.max(...values))] ?? [];
      return [image, channel, y, z];
    }),
  averagePool2d: ({ operands: [x = NONE], shape, attributes }) =>
    pool(x, shape, attributes, (values) => {
      const count = attributes.countPadding ? sizeOf(attributes.kernel) : values.length;
      return values.reduce((sum, value) => sum + value, 0) / count;
    }),
  averagePool2dGradient: ({ operands: [upstream = NONE], shape, attributes }) => {
    const result = { shape, data: new Float64Array(sizeOf(shape)) };
    fromIndex(upstream.shape, ([image = 0, channel = 0, row = 0, column = 0], flat) => {
      const places = windowPlaces(shape, attributes, row, column);
      const count = attributes.countPadding ? sizeOf(attributes.kernel) : places.length;
      for (const [y, z] of places) {
        const position = ((image * (shape[1] ?? 0) + channel) * (shape[2] ?? 0) + y) * (shape[3] ?? 0) + z;
        result.data[position] = (result.data[position] ?? 0) + (upstream.data[flat] ?? 0) / count;
      }
      return 0;
    });
    return result;
  },

  channelMoments: ({ operands: [x = NONE], shape }) =>
    fromIndex(shape, ([row = 0, channel = 0]) => {
      const values = channelValues(x, channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return row === 0 ? mean : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    }),
  channelAffine: ({ operands: [x = NONE, scale = NONE, shift], shape }) =>
    fromIndex(shape, (index) => {
      const channel = [index[1] ?? 0];
      return at(x, index) * at(scale, channel) + (shift ? at(shift, channel) : 0);
    }),
  channelDot: ({ operands: [a = NONE, b = NONE], shape }) =>
    fromIndex(shape, ([channel = 0]) => {
      const right = channelValues(b, channel);
      return channelValues(a, channel).reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
    }),
};

function leaf(): RefArray {
  throw new Error('leaves are given, not computed');
}

function unary(compute: (x: number) => number): (call: { readonly operands: readonly RefArray[] }) => RefArray {
  return ({ operands: [x = NONE] }) => ({ shape: x.shape, data: x.data.map(compute) });
}

function binary(
  compute: (a: number, b: number) => number,
): (call: { readonly operands: readonly RefArray[]; readonly shape: Shape }) => RefArray {
  return ({ operands: [a = NONE, b = NONE], shape }) =>
    fromIndex(shape, (index) => compute(atBroadcast(a, index), atBroadcast(b, index)));
}

function reduction(reduce: (values: readonly number[]) => number): RefRule<'sum' | 'mean' | 'max'> {
  return ({ operands: [x = NONE], shape, attributes: { axes } }) => {
    const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
    const groups = new Map<string, number[]>();
    fromIndex(x.shape, (index, flat) => {
      const key = kept.map((axis) => index[axis]).join();
      groups.set(key, [...(groups.get(key) ?? []), x.data[flat] ?? 0]);
      return 0;
    });
    return { shape, data: Float64Array.from([...groups.values()].map(reduce)) };
  };
}

function lastAxisExpSum(x: RefArray, index: readonly number[]): number {
  const size = x.shape.at(-1) ?? 0;
  const values = Array.from({ length: size }, (_, position) => Math.exp(at(x, index.with(-1, position))));
  return values.reduce((sum, value) => sum + value, 0);
}

function channelValues(x: RefArray, channel: number): number[] {
  const values: number[] = [];
  fromIndex(x.shape, (index, flat) => (index[1] === channel ? values.push(x.data[flat] ?? 0) : 0));
  return values;
}

function lastTwo(shape: Shape): [number, number] {
  return [shape.at(-2) ?? 0, shape.at(-1) ?? 0];
}
