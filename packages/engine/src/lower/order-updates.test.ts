import { describe, expect, it } from 'vitest';
import type { OnnxGraph, OnnxNode } from '../onnx/onnx-graph.js';
import { orderUpdates } from './order-updates.js';

const node = (opType: string, inputs: string[], output: string): OnnxNode => ({
  opType,
  domain: '',
  name: output,
  inputs,
  outputs: [output],
  attributes: {},
});

/** y = x · w and z = w seen through a view and used, while w is replaced by w - x · rate. */
const graph: OnnxGraph = {
  name: 'test',
  inputs: [
    { name: 'x', dtype: 'float32', shape: [2] },
    { name: 'w', dtype: 'float32', shape: [2] },
    { name: 'rate', dtype: 'float32', shape: [] },
  ],
  outputs: [],
  initializers: [],
  nodes: [
    node('Mul', ['x', 'rate'], 'step'),
    node('Sub', ['w', 'step'], 'new w'),
    node('Mul', ['x', 'w'], 'y'),
    node('Reshape', ['w', 'shape'], 'view'),
    node('Mul', ['view', 'x'], 'z'),
  ],
};

describe('orderUpdates', () => {
  const { nodes } = orderUpdates(graph, new Map([['w', 'new w']]));
  const position = (output: string): number => nodes.findIndex(({ outputs }) => outputs.includes(output));

  it('makes the update depend on every reader, also through views', () => {
    const ancestors = new Set(['new w']);
    for (const name of ancestors) {
      for (const input of nodes[position(name)]?.inputs ?? []) ancestors.add(input);
    }
    expect([...ancestors]).toEqual(expect.arrayContaining(['y', 'view', 'z']));
  });

  it('keeps the graph in topological order', () => {
    for (const [index, { inputs }] of nodes.entries()) {
      for (const input of inputs) expect(position(input)).toBeLessThan(index);
    }
  });

  it('adds its zeros to the scalar, not to the whole tensor', () => {
    expect(nodes[position('new w')]?.inputs).toEqual(['w', 'step']);
    expect(nodes[position('step')]?.inputs).not.toContain('rate');
  });

  it('leaves a graph alone whose update comes last anyway', () => {
    const ordered = { ...graph, nodes: graph.nodes.slice(0, 2) };
    expect(orderUpdates(ordered, new Map([['w', 'new w']])).nodes).toEqual(ordered.nodes);
  });
});
