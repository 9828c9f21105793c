import { formatShape, type Shape, sizeOf } from '../graph/tensor-type.js';
import { expect } from './expect.js';
import type { OnnxCall, OpRules } from './op-rule.js';

/** Values that do not come from other tensors. Inputs, states and masks become graph inputs before rules are asked. */
export const leafOps: OpRules<'input' | 'state' | 'constant' | 'randomMask'> = {
  input: {
    type: ({ attributes }) => ({ dtype: attributes.dtype, shape: attributes.shape }),
    gradient: 'notDifferentiable',
    onnx: ({ attributes }) => attributes.name,
  },
  state: {
    type: ({ attributes }) => ({ dtype: 'float32', shape: attributes.shape }),
    gradient: 'notDifferentiable',
    onnx: ({ attributes }) => attributes.name,
  },
  constant: {
    type: ({ op, attributes: { dtype, shape, data } }) => {
      expectSize(op, shape, data.length);
      return { dtype, shape };
    },
    gradient: 'notDifferentiable',
    onnx: ({ attributes: { shape, data }, emit }) =>
      data instanceof Float32Array ? emit.floats(shape, data) : emit.int32s(shape, data),
  },
  randomMask: {
    type: ({ op, attributes: { shape, keep } }) => {
      expect(keep > 0 && keep <= 1, op, 'keep', 'in (0, 1]', String(keep));
      return { dtype: 'float32', shape };
    },
    gradient: 'notDifferentiable',
    onnx: ({ attributes }: OnnxCall<'randomMask'>) => attributes.stream,
  },
};

function expectSize(op: string, shape: Shape, length: number): void {
  expect(sizeOf(shape) === length, op, 'data', `${sizeOf(shape)} elements for ${formatShape(shape)}`, `${length}`);
}
