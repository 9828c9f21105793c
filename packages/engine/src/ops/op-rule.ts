import type { Attributes, Operands, OpName } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import type { Shape, TensorType } from '../graph/tensor-type.js';
import type { OnnxAttribute } from '../onnx/onnx-graph.js';

/** Makes the tensor of a primitive, checked by its shape rule. Attributes are left out where there are none. */
export type Build = <K extends OpName>(
  op: K,
  operands: Operands<K, Tensor>,
  ...attributes: Record<never, never> extends Attributes<K> ? [] : [Attributes<K>]
) => Tensor;

/** What a shape rule sees: types of the operands, not values. */
export interface TypeCall<K extends OpName> {
  readonly op: K;
  readonly operands: Operands<K, TensorType>;
  readonly attributes: Attributes<K>;
}

/** What a gradient rule sees: the tensor it differentiates and the gradient that reaches it. */
export interface GradientCall<K extends OpName> {
  readonly output: Tensor<K>;
  readonly operands: Operands<K, Tensor>;
  readonly attributes: Attributes<K>;
  readonly upstream: Tensor;
  readonly build: Build;
}

/** Writes ONNX nodes. Values are named by strings. */
export interface OnnxEmitter {
  /** Adds a node with one output and returns the output's name. */
  node(opType: string, inputs: readonly string[], attributes?: Readonly<Record<string, OnnxAttribute>>): string;
  /** A constant int64 vector, e.g. a shape or axes. */
  int64s(values: readonly number[]): string;
  /** A constant float32 scalar. */
  float(value: number): string;
  /** A constant float32 tensor. */
  floats(shape: Shape, data: Float32Array): string;
  /** A constant int32 tensor. */
  int32s(shape: Shape, data: Int32Array): string;
}

/** What an ONNX rule sees: names of the operands' values, and types. */
export interface OnnxCall<K extends OpName> {
  readonly output: Tensor<K>;
  readonly operands: Operands<K, Tensor>;
  readonly attributes: Attributes<K>;
  readonly values: Operands<K, string>;
  readonly emit: OnnxEmitter;
}

/** Adds the nodes of one primitive and returns the name of its value. */
export type OnnxRule<K extends OpName> = (call: OnnxCall<K>) => string;

/**
 * Gradients of the operands in order, `null` where none flows. `notDifferentiable` marks a primitive that stops
 * gradients by its nature or that is itself a gradient and needs no second derivative.
 */
export type GradientRule<K extends OpName> =
  | ((call: GradientCall<K>) => readonly (Tensor | null)[])
  | 'notDifferentiable';

/** Another way to lower a primitive, worth taking for some shapes. */
export interface Strategy<K extends OpName> {
  /** Whether the strategy gives the right result for this call at all; speed is the chooser's business. */
  readonly isApplicable: (tensor: Tensor<K>) => boolean;
  readonly onnx: OnnxRule<K>;
}

/** One row of the op table. */
export interface OpRule<K extends OpName> {
  /** Shape and dtype of the result. @throws ShapeError when the operands do not fit. */
  readonly type: (call: TypeCall<K>) => TensorType;
  readonly gradient: GradientRule<K>;
  /** The plain path: ONNX nodes that any conforming runtime can run, for every call that `type` takes. */
  readonly onnx: OnnxRule<K>;
  /** Faster paths by name; a lowering target chooses among those that apply. */
  readonly strategies?: Readonly<Record<string, Strategy<K>>>;
}

/** The rows of some primitives; a family's file exports one. */
export type OpRules<K extends OpName> = { readonly [N in K]: OpRule<N> };
