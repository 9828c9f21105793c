import type { Operands, OpName } from '../graph/primitives.js';
import { operandsOf, type Tensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/topological-order.js';
import type { OnnxGraph, OnnxNode, OnnxValue } from '../onnx/onnx-graph.js';
import type { OnnxCall, OpRule } from '../ops/op-rule.js';
import { opTable } from '../ops/op-table.js';
import type { LoweringTarget } from './lowering-target.js';
import { OnnxGraphBuilder } from './onnx-graph-builder.js';
import { orderUpdates } from './order-updates.js';
import { verifyGraph } from './verify-graph.js';

/** What to lower. */
export interface LoweringRequest {
  readonly name: string;
  /** Values to compute, by the name of the ONNX output. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** New values of states, by the state's name; written to the output {@link updatedName}. */
  readonly updates?: ReadonlyMap<string, Tensor>;
  /** States to store in the model; all others become inputs. */
  readonly constants?: ReadonlyMap<string, Float32Array>;
  readonly target: LoweringTarget;
}

/** Name of the ONNX output that carries a state's new value. */
export function updatedName(state: string): string {
  return `updated:${state}`;
}

/** Lowers a graph of primitives to ONNX, choosing a strategy for each tensor. */
export function lowerGraph(request: LoweringRequest): OnnxGraph {
  const { target, updates = new Map<string, Tensor>() } = request;
  const outputs = new Map([
    ...request.outputs,
    ...[...updates].map(([name, value]) => [updatedName(name), value] as const),
  ]);
  const builder = new OnnxGraphBuilder();
  const inputs: OnnxValue[] = [];
  const values = new Map<Tensor, string>();
  for (const tensor of topologicalOrder(outputs.values())) {
    const input = inputOf(tensor);
    const constant = input && request.constants?.get(input.name);
    if (constant) builder.initializers.push({ ...input, shape: tensor.shape, data: constant });
    else if (input) inputs.push(input);
    builder.enter(scopeOf(tensor));
    values.set(tensor, input?.name ?? lowerTensor(tensor, values, builder, target));
  }
  const named = nameOutputs(builder, new Map([...outputs].map(([name, tensor]) => [name, values.get(tensor) ?? ''])));
  const states = new Map([...updates.keys()].map((name) => [name, updatedName(name)]));
  const graph: OnnxGraph = {
    name: request.name,
    inputs,
    outputs: [...outputs].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    initializers: builder.initializers,
    nodes: named,
  };
  verifyGraph(graph);
  return target.updatesStateInPlace ? verifyGraph(orderUpdates(graph, states)) : graph;
}

function lowerTensor<K extends OpName>(
  tensor: Tensor<K>,
  values: ReadonlyMap<Tensor, string>,
  emit: OnnxGraphBuilder,
  target: LoweringTarget,
): string {
  const rule: OpRule<K> = opTable[tensor.op];
  const applicable = Object.entries(rule.strategies ?? {}).flatMap(([name, strategy]) =>
    strategy.isApplicable(tensor) ? [name] : [],
  );
  const chosen = applicable.length > 0 ? target.chooseStrategy(tensor as unknown as Tensor, applicable) : undefined;
  const strategy = chosen === undefined ? undefined : rule.strategies?.[chosen];
  const names = operandsOf(tensor as unknown as Tensor).map((operand) => values.get(operand) ?? '');
  const call: OnnxCall<K> = {
    output: tensor,
    operands: tensor.operands,
    attributes: tensor.attributes,
    values: names as unknown as Operands<K, string>,
    emit,
  };
  const substitute = target.substitutions[tensor.op] as OpRule<K>['onnx'] | undefined;
  return (strategy?.onnx ?? substitute ?? rule.onnx)(call);
}

/** The graph input that a leaf becomes. */
function inputOf(tensor: Tensor): OnnxValue | undefined {
  switch (tensor.op) {
    case 'input':
    case 'state':
      return { name: (tensor as Tensor<'input' | 'state'>).attributes.name, dtype: tensor.dtype, shape: tensor.shape };
    case 'randomMask':
      return { name: (tensor as Tensor<'randomMask'>).attributes.stream, dtype: tensor.dtype, shape: tensor.shape };
    default:
      return undefined;
  }
}

function scopeOf(tensor: Tensor): string {
  const state = operandsOf(tensor).find((operand): operand is Tensor<'state'> => operand.op === 'state');
  return state === undefined ? tensor.op : `${tensor.op}(${state.attributes.name})`;
}

/** Renames the nodes' values to the outputs' names; a value that cannot be renamed is copied. */
function nameOutputs(builder: OnnxGraphBuilder, outputs: ReadonlyMap<string, string>): OnnxNode[] {
  const made = new Set(builder.nodesInOrder.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const copies: OnnxNode[] = [];
  for (const [name, value] of outputs) {
    if (made.has(value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push({ opType: 'Identity', domain: '', name, inputs: [value], outputs: [name], attributes: {} });
  }
  const rename = (value: string): string => renamed.get(value) ?? value;
  return [...builder.nodesInOrder, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
}
