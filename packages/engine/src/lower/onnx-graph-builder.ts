import type { Shape } from '../graph/tensor-type.js';
import type { OnnxAttribute, OnnxDType, OnnxInitializer, OnnxNode } from '../onnx/onnx-graph.js';
import type { OnnxEmitter } from '../ops/op-rule.js';

/** Collects nodes and constants of one ONNX graph; equal small constants are stored once. */
export class OnnxGraphBuilder implements OnnxEmitter {
  readonly nodesInOrder: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  readonly #constants = new Map<string, string>();
  #scope = '';
  #count = 0;

  /** Names the nodes that follow after the tensor they belong to. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  node(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    const name = `${this.#scope}/${opType}_${this.#count++}`;
    this.nodesInOrder.push({ opType, domain: '', name, inputs, outputs: [name], attributes });
    return name;
  }

  int64s(values: readonly number[]): string {
    return this.#constant(
      'int64',
      [values.length],
      BigInt64Array.from(values, (value) => BigInt(value)),
    );
  }

  float(value: number): string {
    return this.#constant('float32', [], Float32Array.of(value));
  }

  floats(shape: Shape, data: Float32Array): string {
    return this.#constant('float32', shape, data);
  }

  int32s(shape: Shape, data: Int32Array): string {
    return this.#constant('int32', shape, data);
  }

  #constant(dtype: OnnxDType, shape: Shape, data: Float32Array | Int32Array | BigInt64Array): string {
    const key = data.length <= 64 ? `${dtype}[${shape}]:${data.join()}` : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `constant_${this.initializers.length}`;
    this.initializers.push({ name, dtype, shape, data });
    if (key !== undefined) this.#constants.set(key, name);
    return name;
  }
}
