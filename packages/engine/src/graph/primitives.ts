import type { DType, Shape } from './tensor-type.js';

/** Declares a primitive: its operands (one tuple element each) and its attributes. */
interface Primitive<Operands extends readonly unknown[], Attributes = Record<never, never>> {
  readonly operands: Operands;
  readonly attributes: Attributes;
}

type Leaf<Attributes> = Primitive<readonly [], Attributes>;
type Unary<Attributes = Record<never, never>> = Primitive<readonly [x: unknown], Attributes>;
type Binary<Attributes = Record<never, never>> = Primitive<readonly [a: unknown, b: unknown], Attributes>;

/** Padding in elements: `[top, left, bottom, right]`. */
export type Padding2d = readonly [top: number, left: number, bottom: number, right: number];
/** A size or step: `[height, width]`. */
export type Size2d = readonly [height: number, width: number];

/** How a convolution's window moves. */
export interface ConvWindow {
  readonly stride: Size2d;
  readonly padding: Padding2d;
  readonly dilation: Size2d;
  readonly groups: number;
}

/** How a pooling window moves. */
export interface PoolWindow {
  readonly kernel: Size2d;
  readonly stride: Size2d;
  readonly padding: Padding2d;
}

/** An average pool's window; padding counts as zeros where `countPadding` is set. */
export interface AveragePoolWindow extends PoolWindow {
  readonly countPadding: boolean;
}

interface Reduction {
  /** Ascending, not negative. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/**
 * The vocabulary of the graph: operands and attributes of every primitive. The op table has exactly one row for each,
 * so a primitive without a rule does not compile.
 */
export interface Primitives {
  /** A value fed by the caller at every run. */
  input: Leaf<{ readonly name: string; readonly dtype: DType; readonly shape: Shape }>;
  /** A parameter, buffer or optimizer slot that lives between runs. */
  state: Leaf<{ readonly name: string; readonly shape: Shape }>;
  /** A value fixed when the graph is built. */
  constant: Leaf<{ readonly dtype: DType; readonly shape: Shape; readonly data: Float32Array | Int32Array }>;
  /** Zeros, and `1 / keep` with probability `keep`: drawn on the host from the run's seed and step. */
  randomMask: Leaf<{ readonly shape: Shape; readonly keep: number; readonly stream: string }>;

  negate: Unary;
  exp: Unary;
  log: Unary;
  sqrt: Unary;
  abs: Unary;
  erf: Unary;
  tanh: Unary;
  sigmoid: Unary;
  relu: Unary;
  /** 1 where x > 0, else 0. */
  isPositive: Unary;
  /** x, but no gradient flows back. */
  stopGradient: Unary;

  add: Binary;
  subtract: Binary;
  multiply: Binary;
  divide: Binary;
  /** a raised to b; the gradient needs a > 0. */
  power: Binary;
  maximum: Binary;
  minimum: Binary;
  /** 1 where a equals b, else 0; operands of one dtype, result float32. */
  equal: Binary;

  sum: Unary<Reduction>;
  mean: Unary<Reduction>;
  max: Unary<Reduction>;

  reshape: Unary<{ readonly shape: Shape }>;
  transpose: Unary<{ readonly permutation: readonly number[] }>;
  broadcastTo: Unary<{ readonly shape: Shape }>;
  /** Along one axis, `[start, end)`. */
  slice: Unary<{ readonly axis: number; readonly start: number; readonly end: number }>;
  /** Zeros along one axis. */
  pad: Unary<{ readonly axis: number; readonly before: number; readonly after: number }>;
  concat: Primitive<readonly unknown[], { readonly axis: number }>;
  /** Rows of `table` along its first axis; `indices` int32. */
  gather: Primitive<readonly [table: unknown, indices: unknown]>;
  /** The adjoint of `gather`: sums rows into a table of `rows` rows. */
  scatterAdd: Primitive<readonly [updates: unknown, indices: unknown], { readonly rows: number }>;
  /** int32 [...] to float32 [..., classes]. */
  oneHot: Unary<{ readonly classes: number }>;

  /** Over the last two axes; leading axes are equal. */
  matmul: Binary<{ readonly transposeA: boolean; readonly transposeB: boolean }>;
  softmax: Unary;
  logSoftmax: Unary;

  conv2d: Primitive<readonly [x: unknown, weight: unknown, bias?: unknown], ConvWindow>;
  /** Gradient of `conv2d` in x, which is also the transposed convolution. */
  conv2dInputGradient: Primitive<
    readonly [upstream: unknown, weight: unknown],
    ConvWindow & { readonly inputSize: Size2d }
  >;
  conv2dWeightGradient: Primitive<readonly [x: unknown, upstream: unknown], ConvWindow & { readonly kernel: Size2d }>;

  maxPool2d: Unary<PoolWindow>;
  /** The first maximum of a window, in row-major order, takes the gradient. */
  maxPool2dGradient: Primitive<readonly [x: unknown, y: unknown, upstream: unknown], PoolWindow>;
  averagePool2d: Unary<AveragePoolWindow>;
  averagePool2dGradient: Unary<AveragePoolWindow & { readonly inputSize: Size2d }>;

  /** Mean and population variance of every channel (axis 1): float32 [2, C]. */
  channelMoments: Unary;
  /** x · scale + shift, with one scale and shift a channel (axis 1). */
  channelAffine: Primitive<readonly [x: unknown, scale: unknown, shift?: unknown]>;
  /** Sum of a · b over all but axis 1: float32 [C]. */
  channelDot: Binary;
}

/** Name of a primitive. */
export type OpName = keyof Primitives;

/** Attributes of primitive `K`. */
export type Attributes<K extends OpName> = Primitives[K]['attributes'];

/** One `T` for every operand of primitive `K`. */
export type Operands<K extends OpName, T> = EachAs<Primitives[K]['operands'], T>;

type EachAs<Tuple extends readonly unknown[], T> = { readonly [I in keyof Tuple]: T };
