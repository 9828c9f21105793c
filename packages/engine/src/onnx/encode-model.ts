import type { OnnxAttribute, OnnxDType, OnnxGraph, OnnxInitializer, OnnxNode, OnnxValue } from './onnx-graph.js';
import { ProtobufWriter } from './protobuf-writer.js';

/** Opset of every model: the last one whose convolutions and pools the WebGPU provider runs without falling back. */
export const OPSET_VERSION = 18;
const IR_VERSION = 8;

const dtypeCodes: Record<OnnxDType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Encodes a graph as an ONNX `ModelProto`. */
export function encodeModel(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  const domains = new Set(['', ...graph.nodes.map((node) => node.domain)]);
  const model = new ProtobufWriter().integer(1, IR_VERSION).string(2, 'vision-engine').message(7, encodeGraph(graph));
  for (const domain of domains) {
    model.message(8, new ProtobufWriter().string(1, domain).integer(2, domain === '' ? OPSET_VERSION : 1));
  }
  return model.finish() as Uint8Array<ArrayBuffer>;
}

function encodeGraph(graph: OnnxGraph): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, encodeNode(node));
  writer.string(2, graph.name);
  for (const initializer of graph.initializers) writer.message(5, encodeInitializer(initializer));
  for (const input of graph.inputs) writer.message(11, encodeValue(input));
  for (const output of graph.outputs) writer.message(12, encodeValue(output));
  return writer;
}

function encodeNode(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.opType);
  for (const [name, attribute] of Object.entries(node.attributes)) writer.message(5, encodeAttribute(name, attribute));
  return writer.string(7, node.domain);
}

function encodeAttribute(name: string, attribute: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  switch (attribute.kind) {
    case 'float':
      return writer.float(2, attribute.value).integer(20, 1);
    case 'int':
      return writer.integer(3, attribute.value).integer(20, 2);
    case 'ints':
      for (const value of attribute.values) writer.integer(8, value);
      return writer.integer(20, 7);
    default:
      return attribute satisfies never;
  }
}

function encodeInitializer(initializer: OnnxInitializer): ProtobufWriter {
  const { buffer, byteOffset, byteLength } = initializer.data;
  const writer = new ProtobufWriter();
  for (const size of initializer.shape) writer.integer(1, size);
  return writer
    .integer(2, dtypeCodes[initializer.dtype])
    .string(8, initializer.name)
    .bytes(9, new Uint8Array(buffer, byteOffset, byteLength));
}

function encodeValue(value: OnnxValue): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of value.shape) {
    const dimension = new ProtobufWriter();
    shape.message(1, typeof size === 'number' ? dimension.integer(1, size) : dimension.string(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, dtypeCodes[value.dtype]).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensor));
}
