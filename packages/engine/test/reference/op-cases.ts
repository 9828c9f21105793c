import type { Attributes, Operands, OpName, Padding2d, Size2d } from '../../src/graph/primitives.js';
import type { Shape } from '../../src/graph/tensor-type.js';

/** How an operand of a case is filled. */
export interface OperandCase {
  readonly shape: Shape;
  /** `smooth`: anywhere in [-1, 1]; `positive`: [0.5, 1.5]; `apart`: no two elements, nor 0, within 0.05; `index`: int32. */
  readonly fill: 'smooth' | 'positive' | 'apart' | 'index';
  /** Exclusive upper bound of indices. */
  readonly limit?: number;
}

/** One call of a primitive that the tests check. */
export interface OpCase<K extends OpName> {
  readonly operands: Operands<K, OperandCase>;
  readonly attributes: Attributes<K>;
}

const smooth = (...shape: number[]): OperandCase => ({ shape, fill: 'smooth' });
const positive = (...shape: number[]): OperandCase => ({ shape, fill: 'positive' });
const apart = (...shape: number[]): OperandCase => ({ shape, fill: 'apart' });
const index = (limit: number, ...shape: number[]): OperandCase => ({ shape, fill: 'index', limit });
const unary = (x: OperandCase) => [{ operands: [x], attributes: {} }] as const;
const binary = (fill: (...shape: number[]) => OperandCase) =>
  [
    { operands: [fill(2, 3), fill(2, 3)], attributes: {} },
    { operands: [fill(4, 1, 3), fill(2, 1)], attributes: {} },
    { operands: [fill(), fill(2, 2)], attributes: {} },
  ] as const;

const conv = (
  kernel: number,
  options: { stride?: Size2d; padding?: Padding2d; dilation?: Size2d; groups?: number } = {},
) => ({
  kernel: [kernel, kernel] as const,
  window: {
    stride: options.stride ?? [1, 1],
    padding: options.padding ?? [0, 0, 0, 0],
    dilation: options.dilation ?? [1, 1],
    groups: options.groups ?? 1,
  } as const,
});

/** Windows that between them reach every strategy: x is [2, 4, 6, 5], six filters (eight where depthwise). */
const convWindows = [
  { ...conv(1), output: [6, 5], filters: 6 },
  { ...conv(3, { padding: [1, 1, 1, 1] }), output: [6, 5], filters: 6 },
  { ...conv(3, { stride: [2, 2], padding: [1, 1, 1, 1] }), output: [3, 3], filters: 6 },
  { ...conv(2, { stride: [2, 3], padding: [0, 1, 2, 0] }), output: [4, 2], filters: 6 },
  { ...conv(2, { dilation: [2, 3], padding: [1, 0, 0, 2] }), output: [5, 4], filters: 6 },
  { ...conv(3, { groups: 2, padding: [1, 1, 1, 1] }), output: [6, 5], filters: 6 },
  { ...conv(3, { groups: 4, padding: [1, 1, 1, 1] }), output: [6, 5], filters: 4 },
  { ...conv(3, { groups: 4, stride: [2, 2], padding: [1, 1, 1, 1] }), output: [3, 3], filters: 8 },
] as const;

const image = [2, 4, 6, 5] as const;
const pools = [
  { kernel: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] },
  { kernel: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1] },
  { kernel: [2, 3], stride: [1, 2], padding: [1, 0, 0, 1] },
] as const;
const pooled = [
  [3, 2],
  [3, 3],
  [6, 2],
] as const;

/** Cases of every primitive; a primitive without any does not compile. */
export const opCases: { readonly [K in OpName]: readonly [OpCase<K>, ...OpCase<K>[]] } = {
  input: [{ operands: [], attributes: { name: 'x', dtype: 'float32', shape: [2, 3] } }],
  state: [{ operands: [], attributes: { name: 'x', shape: [2, 3] } }],
  constant: [
    { operands: [], attributes: { dtype: 'float32', shape: [2], data: Float32Array.of(1, -2) } },
    { operands: [], attributes: { dtype: 'int32', shape: [], data: Int32Array.of(7) } },
  ],
  randomMask: [{ operands: [], attributes: { shape: [2, 3], keep: 0.5, stream: 'mask' } }],

  negate: unary(smooth(2, 3)),
  exp: unary(smooth(2, 3)),
  log: unary(positive(2, 3)),
  sqrt: unary(positive(2, 3)),
  abs: unary(apart(2, 3)),
  erf: unary(smooth(2, 3)),
  tanh: unary(smooth(2, 3)),
  sigmoid: unary(smooth(2, 3)),
  relu: unary(apart(2, 3)),
  isPositive: unary(apart(2, 3)),
  stopGradient: unary(smooth(2, 3)),

  add: binary(smooth),
  subtract: binary(smooth),
  multiply: binary(smooth),
  divide: binary(positive),
  power: binary(positive),
  maximum: binary(apart),
  minimum: binary(apart),
  equal: [{ operands: [index(3, 4, 1), index(3, 1, 5)], attributes: {} }],

  sum: [
    { operands: [smooth(2, 3, 4)], attributes: { axes: [0, 2], keepDims: false } },
    { operands: [smooth(2, 3, 4)], attributes: { axes: [1], keepDims: true } },
    { operands: [smooth(5, 3, 4)], attributes: { axes: [0, 1], keepDims: false } },
    { operands: [smooth(5, 3, 4)], attributes: { axes: [0], keepDims: true } },
    { operands: [smooth(2, 3)], attributes: { axes: [0, 1], keepDims: false } },
    { operands: [smooth(2, 3)], attributes: { axes: [], keepDims: false } },
  ],
  mean: [
    { operands: [smooth(2, 3, 4)], attributes: { axes: [0, 2], keepDims: false } },
    { operands: [smooth(2, 3, 4)], attributes: { axes: [1], keepDims: true } },
  ],
  max: [
    { operands: [apart(2, 3, 4)], attributes: { axes: [0, 2], keepDims: false } },
    { operands: [apart(2, 3, 4)], attributes: { axes: [1], keepDims: true } },
  ],

  reshape: [{ operands: [smooth(2, 6)], attributes: { shape: [3, 2, 2] } }],
  transpose: [{ operands: [smooth(2, 3, 4)], attributes: { permutation: [2, 0, 1] } }],
  broadcastTo: [
    { operands: [smooth(3, 1)], attributes: { shape: [2, 3, 4] } },
    { operands: [smooth()], attributes: { shape: [2, 3] } },
  ],
  slice: [{ operands: [smooth(3, 5)], attributes: { axis: 1, start: 1, end: 4 } }],
  pad: [
    { operands: [smooth(3, 2)], attributes: { axis: 0, before: 1, after: 2 } },
    { operands: [smooth(3, 2)], attributes: { axis: 1, before: 0, after: 1 } },
  ],
  concat: [{ operands: [smooth(2, 1), smooth(2, 3), smooth(2, 2)], attributes: { axis: 1 } }],
  gather: [{ operands: [smooth(5, 2, 3), index(5, 2, 4)], attributes: {} }],
  scatterAdd: [{ operands: [smooth(2, 4, 3), index(5, 2, 4)], attributes: { rows: 5 } }],
  oneHot: [{ operands: [index(4, 2, 3)], attributes: { classes: 4 } }],

  matmul: [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) =>
      [[], [2, 2]].map((leading) => ({
        operands: [
          smooth(...leading, ...(transposeA ? [4, 3] : [3, 4])),
          smooth(...leading, ...(transposeB ? [5, 4] : [4, 5])),
        ] as const,
        attributes: { transposeA, transposeB },
      })),
    ),
  ) as unknown as [OpCase<'matmul'>],
  softmax: unary(smooth(2, 3, 4)),
  logSoftmax: unary(smooth(2, 3, 4)),

  conv2d: convWindows.map(({ kernel, window, filters }, number) => {
    const weight = smooth(filters, image[1] / window.groups, ...kernel);
    const operands =
      number % 2 === 0 ? ([smooth(...image), weight, smooth(filters)] as const) : ([smooth(...image), weight] as const);
    return { operands, attributes: window };
  }) as unknown as [OpCase<'conv2d'>],
  conv2dInputGradient: convWindows.map(({ kernel, window, filters, output }) => ({
    operands: [smooth(image[0], filters, ...output), smooth(filters, image[1] / window.groups, ...kernel)] as const,
    attributes: { ...window, inputSize: [image[2], image[3]] as const },
  })) as unknown as [OpCase<'conv2dInputGradient'>],
  conv2dWeightGradient: convWindows.map(({ kernel, window, filters, output }) => ({
    operands: [smooth(...image), smooth(image[0], filters, ...output)] as const,
    attributes: { ...window, kernel },
  })) as unknown as [OpCase<'conv2dWeightGradient'>],

  maxPool2d: pools.map((attributes) => ({
    operands: [apart(...image)] as const,
    attributes,
  })) as unknown as [OpCase<'maxPool2d'>],
  maxPool2dGradient: pools.map((attributes, number) => {
    const y = smooth(image[0], image[1], ...(pooled[number] ?? []));
    return { operands: [apart(...image), y, y] as const, attributes };
  }) as unknown as [OpCase<'maxPool2dGradient'>],
  averagePool2d: pools.flatMap((window) =>
    [false, true].map((countPadding) => ({
      operands: [smooth(...image)] as const,
      attributes: { ...window, countPadding },
    })),
  ) as unknown as [OpCase<'averagePool2d'>],
  averagePool2dGradient: pools.flatMap((window, number) =>
    [false, true].map((countPadding) => ({
      operands: [smooth(image[0], image[1], ...(pooled[number] ?? []))] as const,
      attributes: { ...window, countPadding, inputSize: [image[2], image[3]] as const },
    })),
  ) as unknown as [OpCase<'averagePool2dGradient'>],

  channelMoments: [
    { operands: [smooth(3, 4, 2, 3)], attributes: {} },
    { operands: [smooth(5, 3)], attributes: {} },
  ],
  channelAffine: [
    { operands: [smooth(3, 4, 2, 3), smooth(4), smooth(4)], attributes: {} },
    { operands: [smooth(3, 4, 2, 3), smooth(4)], attributes: {} },
    { operands: [smooth(5, 3), smooth(3), smooth(3)], attributes: {} },
  ],
  channelDot: [
    { operands: [smooth(3, 4, 2, 3), smooth(3, 4, 2, 3)], attributes: {} },
    { operands: [smooth(5, 3), smooth(5, 3)], attributes: {} },
  ],
};
