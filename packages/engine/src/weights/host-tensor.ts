/** Element type of a tensor outside the graph. */
export type HostDType = 'float32' | 'int32' | 'int64';

interface Typed<D extends HostDType, Data> {
  readonly dtype: D;
  /** Sizes of the axes, outermost first; `[]` is a scalar. */
  readonly shape: readonly number[];
  /** Elements in row-major order. */
  readonly data: Data;
}

/** A tensor in the host's memory. */
export type HostTensor = Typed<'float32', Float32Array> | Typed<'int32', Int32Array> | Typed<'int64', BigInt64Array>;

/** Tensors by name, e.g. `layer1.0.conv1.weight`. */
export type NamedTensors = ReadonlyMap<string, HostTensor>;
