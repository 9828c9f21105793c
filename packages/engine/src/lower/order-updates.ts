import { int, type OnnxGraph, type OnnxNode } from '../onnx/onnx-graph.js';

/** Ops whose output may be a view of their input, or that ONNX Runtime may fuse into their reader. */
const viewOps = new Set([
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Identity',
  'Slice',
  'Split',
  'Cast',
]);

/**
 * Makes every in-place update of a state wait for all readers of the old value.
 *
 * A state's new value is written over the old one, and ONNX Runtime is free to schedule the update before a reader that
 * it does not depend on. Where the update does not already depend on a reader, it is made to: one element of what the
 * reader computes is turned into a zero, and the zero is added to a scalar that the update uses (the learning rate).
 *
 * @param updates name of each state's input to the name of the output that replaces it
 */
export function orderUpdates(graph: OnnxGraph, updates: ReadonlyMap<string, string>): OnnxGraph {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) for (const input of new Set(node.inputs)) push(readers, input, node);

  const leaves = [...graph.inputs, ...graph.initializers].filter(({ dtype }) => dtype === 'float32');
  const scalars = new Set(leaves.flatMap(({ name, shape }) => (shape.length === 0 ? [name] : [])));

  const tokens = new Map<OnnxNode, OnnxNode[]>();
  const replacements = new Map<OnnxNode, OnnxNode[]>();
  for (const [state, output] of updates) {
    const update = producers.get(output);
    if (update === undefined) continue;
    const ancestors = ancestorsOf(update, producers);
    const unordered = readersThroughViews(state, readers).filter((node) => !ancestors.has(node));
    if (unordered.length === 0) continue;
    for (const reader of unordered) tokens.set(reader, tokens.get(reader) ?? tokenNodes(reader));
    const zeros = unordered.map((reader) => tokens.get(reader)?.at(-1)?.outputs[0] ?? '');
    const carrier = scalarCarrier(update, scalars, producers, readers);
    if (carrier) replacements.set(carrier.node, addToScalar(carrier.node, carrier.scalar, zeros));
    else replacements.set(update, addToOutput(update, output, zeros));
  }
  const nodes = graph.nodes.flatMap((node) => [...(replacements.get(node) ?? [node])]);
  return {
    ...graph,
    nodes: sortNodes([...nodes, ...[...tokens.values()].flat()]),
    initializers: [...graph.initializers, ...(tokens.size > 0 ? tokenConstants : [])],
  };
}

const tokenConstants = [
  { name: 'token/flat', dtype: 'int64', shape: [1], data: BigInt64Array.of(-1n) },
  { name: 'token/first', dtype: 'int64', shape: [1], data: BigInt64Array.of(0n) },
  { name: 'token/second', dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) },
  { name: 'token/zero', dtype: 'float32', shape: [], data: Float32Array.of(0) },
] as const;

/** A scalar zero that depends on a node: `isNaN(first element) · 0`, zero also where the element is not finite. */
function tokenNodes(reader: OnnxNode): OnnxNode[] {
  const value = reader.outputs[0] ?? '';
  const name = `${reader.name}/token`;
  const step = (opType: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): OnnxNode => {
    const output = opType === 'Mul' ? name : `${name}/${opType}`;
    return { opType, domain: '', name: output, inputs, outputs: [output], attributes };
  };
  const flat = step('Reshape', [value, 'token/flat']);
  const first = step('Slice', [`${name}/Reshape`, 'token/first', 'token/second', 'token/first']);
  const notANumber = step('IsNaN', [`${name}/Slice`]);
  const asFloat = step('Cast', [`${name}/IsNaN`], { to: int(1) });
  const scalar = step('ReduceSum', [`${name}/Cast`], { keepdims: int(0) });
  return [flat, first, notANumber, asFloat, scalar, step('Mul', [`${name}/ReduceSum`, 'token/zero'])];
}

/** A node close before the update, used by it alone, that takes a scalar. */
function scalarCarrier(
  update: OnnxNode,
  scalars: ReadonlySet<string>,
  producers: ReadonlyMap<string, OnnxNode>,
  readers: ReadonlyMap<string, readonly OnnxNode[]>,
): { node: OnnxNode; scalar: string } | undefined {
  for (let nodes = [update], depth = 0; depth < 4 && nodes.length > 0; depth++) {
    for (const node of nodes) {
      const scalar = node.inputs.find((input) => scalars.has(input));
      if (scalar !== undefined) return { node, scalar };
    }
    nodes = nodes
      .flatMap(({ inputs }) => inputs)
      .flatMap((input) => {
        const producer = producers.get(input);
        return producer !== undefined && readers.get(input)?.length === 1 ? [producer] : [];
      });
  }
  return undefined;
}

function addToScalar(node: OnnxNode, scalar: string, zeros: readonly string[]): OnnxNode[] {
  const { nodes, sum } = addUp([scalar, ...zeros], `${node.name}/ordered`);
  return [...nodes, { ...node, inputs: node.inputs.map((input) => (input === scalar ? sum : input)) }];
}

function addToOutput(update: OnnxNode, output: string, zeros: readonly string[]): OnnxNode[] {
  const computed = `${output}/computed`;
  const renamed = { ...update, outputs: update.outputs.map((name) => (name === output ? computed : name)) };
  const { nodes, sum } = addUp(zeros, `${output}/zeros`);
  return [renamed, ...nodes, add([computed, sum], output)];
}

function addUp(values: readonly string[], name: string): { nodes: OnnxNode[]; sum: string } {
  const nodes: OnnxNode[] = [];
  let sum = values[0] ?? 'token/zero';
  for (const [index, value] of values.slice(1).entries()) {
    nodes.push(add([sum, value], `${name}_${index}`));
    sum = `${name}_${index}`;
  }
  return { nodes, sum };
}

function add(inputs: readonly string[], output: string): OnnxNode {
  return { opType: 'Add', domain: '', name: output, inputs, outputs: [output], attributes: {} };
}

function readersThroughViews(value: string, readers: ReadonlyMap<string, readonly OnnxNode[]>): OnnxNode[] {
  return (readers.get(value) ?? []).flatMap((node) =>
    viewOps.has(node.opType)
      ? [node, ...node.outputs.flatMap((output) => readersThroughViews(output, readers))]
      : [node],
  );
}

function ancestorsOf(node: OnnxNode, producers: ReadonlyMap<string, OnnxNode>): Set<OnnxNode> {
  const ancestors = new Set<OnnxNode>([node]);
  for (const ancestor of ancestors) {
    for (const input of ancestor.inputs) {
      const producer = producers.get(input);
      if (producer !== undefined) ancestors.add(producer);
    }
  }
  return ancestors;
}

/** Puts every node after those it reads, keeping the given order where it can. */
function sortNodes(nodes: readonly OnnxNode[]): OnnxNode[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const sorted = new Set<OnnxNode>();
  const stack: { node: OnnxNode; expanded: boolean }[] = [];
  for (const root of nodes) {
    stack.push({ node: root, expanded: false });
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      if (entry.expanded) sorted.add(entry.node);
      if (entry.expanded || sorted.has(entry.node)) continue;
      stack.push({ node: entry.node, expanded: true });
      for (const input of entry.node.inputs.toReversed()) {
        const producer = producers.get(input);
        if (producer !== undefined && !sorted.has(producer)) stack.push({ node: producer, expanded: false });
      }
    }
  }
  return [...sorted];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
