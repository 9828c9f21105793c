import { EngineError } from '../errors/engine-error.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';

/**
 * Checks what every pass must leave true: each value is made once, before it is read, and every output is made.
 *
 * @throws EngineError naming the node and the value; always a defect of the engine
 */
export function verifyGraph(graph: OnnxGraph): OnnxGraph {
  const made = new Set<string>();
  const define = (name: string, by: string): void => {
    if (made.has(name)) throw defect(graph, `${by} makes ${name}, which exists already`);
    made.add(name);
  };
  for (const { name } of graph.inputs) define(name, 'an input');
  for (const { name } of graph.initializers) define(name, 'an initializer');
  for (const node of graph.nodes) {
    const missing = node.inputs.find((input) => input !== '' && !made.has(input));
    if (missing !== undefined) throw defect(graph, `${node.name} reads ${missing} before it is made`);
    for (const output of node.outputs) define(output, node.name);
  }
  const missing = graph.outputs.find(({ name }) => !made.has(name));
  if (missing !== undefined) throw defect(graph, `the output ${missing.name} is never made`);
  return graph;
}

function defect({ name }: OnnxGraph, problem: string): EngineError {
  return new EngineError('ENGINE_GRAPH', `Graph "${name}" is malformed: ${problem}. This is a defect of the engine.`);
}
