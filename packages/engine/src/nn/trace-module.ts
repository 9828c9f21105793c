import { EngineError } from '../errors/engine-error.js';
import type { Tensor } from '../graph/tensor.js';
import { sameShape } from '../graph/tensor-type.js';
import { build } from '../ops/build.js';
import type { BufferSpec, ForwardContext, Module, ParameterSpec } from './module.js';

/** A network turned into a graph. */
export interface Trace {
  readonly output: Tensor;
  /** Trained tensors by name, in the order of first use. */
  readonly parameters: ReadonlyMap<string, { readonly tensor: Tensor<'state'>; readonly spec: ParameterSpec }>;
  /** New values of buffers by name; empty unless training. */
  readonly bufferUpdates: ReadonlyMap<string, Tensor>;
}

/** Runs a module's forward pass on symbolic tensors. */
export function traceModule(model: Module, input: Tensor, training: boolean): Trace {
  const states = new Map<string, Tensor<'state'>>();
  const parameters = new Map<string, { tensor: Tensor<'state'>; spec: ParameterSpec }>();
  const bufferUpdates = new Map<string, Tensor>();

  const state = (name: string, { shape }: ParameterSpec | BufferSpec): Tensor<'state'> => {
    const known = states.get(name);
    if (known !== undefined) return known;
    const tensor = build('state', [], { name, shape }) as Tensor<'state'>;
    states.set(name, tensor);
    return tensor;
  };
  const contextAt = (path: string): ForwardContext => {
    const full = (name: string): string => (path === '' ? name : `${path}.${name}`);
    return {
      training,
      path,
      parameter: (name, spec) => {
        const tensor = state(full(name), spec);
        parameters.set(full(name), { tensor, spec });
        return tensor;
      },
      buffer: (name, spec) => ({
        value: state(full(name), spec),
        update: (value) => {
          if (!sameShape(value.shape, spec.shape)) {
            throw new EngineError('ENGINE_MODULE', `${full(name)}: an update must have the buffer's shape.`);
          }
          if (training) bufferUpdates.set(full(name), value);
        },
      }),
      child: (name) => contextAt(full(name)),
    };
  };
  const output = model.forward(contextAt(''), input);
  return { output, parameters, bufferUpdates };
}
