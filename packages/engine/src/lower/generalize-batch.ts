import { EngineError } from '../errors/engine-error.js';
import type { OnnxGraph, OnnxInitializer, OnnxValue } from '../onnx/onnx-graph.js';

/**
 * Turns one network, lowered at two batch sizes, into a graph for any batch size: axes that differ get the name `batch`,
 * and sizes that differ in a constant shape become -1, "whatever remains".
 *
 * @throws EngineError when the two differ in more than sizes, e.g. because weights depend on the batch size.
 */
export function generalizeBatch(a: OnnxGraph, b: OnnxGraph): OnnxGraph {
  const values = (left: readonly OnnxValue[], right: readonly OnnxValue[]): OnnxValue[] =>
    left.map((value, index) => ({
      ...value,
      shape: value.shape.map((size, axis) => (size === right[index]?.shape[axis] ? size : 'batch')),
    }));
  if (a.nodes.length !== b.nodes.length || a.initializers.length !== b.initializers.length) throw differs('nodes');
  return {
    ...a,
    inputs: values(a.inputs, b.inputs),
    outputs: values(a.outputs, b.outputs),
    initializers: a.initializers.map((initializer, index) => generalize(initializer, b.initializers[index])),
  };
}

function generalize(a: OnnxInitializer, b: OnnxInitializer | undefined): OnnxInitializer {
  if (b === undefined || a.data.length !== b.data.length) throw differs(a.name);
  const { data: left } = a;
  const { data: right } = b;
  if (left === right) return a;
  if (!(left instanceof BigInt64Array && right instanceof BigInt64Array)) {
    const equal = left.every((value: number | bigint, index: number) => value === right[index]);
    if (!equal) throw differs(a.name);
    return a;
  }
  const merged = left.map((value, index) => (value === right[index] ? value : -1n));
  const differences = merged.filter((value, index) => value !== left[index]).length;
  if (differences > 1) throw differs(a.name);
  return { ...a, data: merged };
}

function differs(what: string): EngineError {
  const message = `The network cannot be exported for any batch size: ${what} depend on it in more than one place.`;
  return new EngineError('ENGINE_EXPORT', message);
}
