import { InputError } from '../errors/input-error.js';
import { WeightsError } from '../errors/weights-error.js';
import { formatShape, sameShape, sizeOf } from '../graph/tensor-type.js';
import { listState } from '../nn/list-state.js';
import type { Module } from '../nn/module.js';
import { createRandom } from '../nn/random.js';
import type { Optimizer } from '../optim/optimizer.js';
import type { HostTensor, NamedTensors } from '../weights/host-tensor.js';
import { isBatchCounter } from './batch-counter.js';

type FloatTensor = Extract<HostTensor, { dtype: 'float32' }>;

/** What {@link StateStore.load} did with the tensors it was given. */
export interface LoadReport {
  /** Names that were loaded. */
  readonly loaded: readonly string[];
  /** Names of the model that were not given; their values are as before. */
  readonly missing: readonly string[];
  /** Names that were given but are not of the model. */
  readonly unexpected: readonly string[];
  /** Names whose shape or dtype differs; their values are as before. */
  readonly mismatched: readonly { readonly name: string; readonly expected: string; readonly actual: string }[];
}

/** Name of an optimizer's tensor for a parameter. */
export function slotName(slot: string, parameter: string): string {
  return `optimizer.${slot}.${parameter}`;
}

/** Host memory of everything that lives from step to step. The buffers stay the same; sessions write into them. */
export class StateStore {
  /** Parameters and buffers by name. */
  readonly model: ReadonlyMap<string, FloatTensor>;
  /** The optimizer's slots by {@link slotName}. */
  readonly optimizer: ReadonlyMap<string, FloatTensor>;
  /** Elements of all trained parameters. */
  readonly parameterCount: number;

  constructor(module: Module, optimizer: Optimizer, seed: number) {
    const state = listState(module);
    this.model = new Map(
      state.map(({ name, spec }) => {
        const data =
          spec.kind === 'parameter'
            ? spec.initialize(spec.shape, createRandom(seed, name))
            : new Float32Array(sizeOf(spec.shape)).fill(spec.fill);
        return [name, { dtype: 'float32', shape: spec.shape, data }];
      }),
    );
    const parameters = state.filter(({ spec }) => spec.kind === 'parameter');
    this.optimizer = new Map(
      parameters.flatMap(({ name, spec: { shape } }) =>
        optimizer.slots.map((slot): [string, FloatTensor] => [
          slotName(slot, name),
          { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)) },
        ]),
      ),
    );
    this.parameterCount = parameters.reduce((count, { spec }) => count + sizeOf(spec.shape), 0);
  }

  /** Copies tensors of the model in. @throws WeightsError if `strict` and not every name and shape matches */
  load(tensors: NamedTensors, strict: boolean): LoadReport {
    const expected = [...this.model.keys()];
    const known = expected.filter((name) => tensors.has(name));
    const mismatched = known.flatMap((name) => mismatch(name, this.model.get(name), tensors.get(name)));
    const refused = new Set(mismatched.map(({ name }) => name));
    const report: LoadReport = {
      loaded: known.filter((name) => !refused.has(name)),
      missing: expected.filter((name) => !tensors.has(name)),
      unexpected: [...tensors.keys()].filter((name) => !this.model.has(name) && !isBatchCounter(name, this.model)),
      mismatched,
    };
    if (strict) refuseDifferences(report);
    for (const name of report.loaded) copyInto(this.model.get(name), tensors.get(name));
    return report;
  }

  /** Copies a full snapshot in. @throws WeightsError unless every tensor is there and fits */
  restore(tensors: NamedTensors): void {
    const all = new Map([...this.model, ...this.optimizer]);
    const mismatched = [...all].flatMap(([name, own]) =>
      tensors.has(name) ? mismatch(name, own, tensors.get(name)) : [],
    );
    const missing = [...all.keys()].filter((name) => !tensors.has(name));
    refuseDifferences({ loaded: [], unexpected: [], missing, mismatched });
    for (const [name, own] of all) copyInto(own, tensors.get(name));
  }
}

/** A copy that later steps do not change. */
export function copyTensors(tensors: Iterable<readonly [string, FloatTensor]>): Map<string, HostTensor> {
  return new Map([...tensors].map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]));
}

function copyInto(own: FloatTensor | undefined, other: HostTensor | undefined): void {
  if (own && other?.dtype === 'float32') own.data.set(other.data);
}

function mismatch(name: string, own: HostTensor | undefined, other: HostTensor | undefined): LoadReport['mismatched'] {
  if (own === undefined || other === undefined) return [];
  const length = sizeOf(other.shape);
  if (other.data.length !== length) {
    throw new InputError({ operand: name, expected: `${length} elements`, actual: `${other.data.length}` });
  }
  if (own.dtype === other.dtype && sameShape(own.shape, other.shape)) return [];
  const describe = ({ dtype, shape }: HostTensor): string => `${dtype} ${formatShape(shape)}`;
  return [{ name, expected: describe(own), actual: describe(other) }];
}

function refuseDifferences({ missing, unexpected, mismatched }: LoadReport): void {
  const wrong = mismatched.map(({ name, expected, actual }) => `${name} is ${actual} instead of ${expected}`);
  const problems = [list('missing', missing), list('unexpected', unexpected), list('mismatched', wrong)].filter(
    Boolean,
  );
  if (problems.length === 0) return;
  throw new WeightsError({ source: 'weights', problem: `they do not fit the model: ${problems.join('; ')}.` });
}

function list(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 3).join(', ');
  return `${names.length} ${what} (${shown}${names.length > 3 ? ', ...' : ''})`;
}
