/** Attribute of an ONNX node; plain numbers become ints where they are declared so. */
export type OnnxAttribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly values: readonly number[] };

/** Element types that the engine writes. */
export type OnnxDType = 'float32' | 'int32' | 'int64' | 'bool';

/** One ONNX node. An absent optional input is the empty string. */
export interface OnnxNode {
  readonly opType: string;
  /** Empty for ONNX's own ops. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A tensor stored in the model. */
export interface OnnxInitializer {
  readonly name: string;
  readonly dtype: OnnxDType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

/** A graph input or output; a symbolic axis is its name. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: OnnxDType;
  readonly shape: readonly (number | string)[];
}

/** A complete ONNX graph, ready to be encoded. Nodes are in topological order. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}

/** An integer attribute. */
export const int = (value: number): OnnxAttribute => ({ kind: 'int', value });
/** A float attribute. */
export const float = (value: number): OnnxAttribute => ({ kind: 'float', value });
/** An integer list attribute. */
export const ints = (values: readonly number[]): OnnxAttribute => ({ kind: 'ints', values });
