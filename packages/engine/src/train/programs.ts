import { gradients } from '../autodiff/gradients.js';
import { InputError } from '../errors/input-error.js';
import type { Tensor } from '../graph/tensor.js';
import { type DType, formatShape, type Shape } from '../graph/tensor-type.js';
import { topologicalOrder } from '../graph/topological-order.js';
import type { Loss } from '../losses/loss.js';
import type { Module, ParameterSpec } from '../nn/module.js';
import { traceModule } from '../nn/trace-module.js';
import { build } from '../ops/build.js';
import type { Optimizer } from '../optim/optimizer.js';
import { slotName } from './state-store.js';

/** What a trainer is made of. */
export interface TrainingDefinition {
  readonly model: Module;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
}

/** A mask that the host draws before each run. */
export interface MaskRequest {
  readonly stream: string;
  readonly shape: Shape;
  readonly keep: number;
}

/** A graph with named results, ready to be lowered. */
export interface Program {
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** New values of states by name. */
  readonly updates: ReadonlyMap<string, Tensor>;
  readonly masks: readonly MaskRequest[];
  /** Type of the network's output. */
  readonly logits: Tensor;
}

/** Forward, backward and update: outputs `loss` and `logits`, updates of parameters, buffers and slots. */
export function trainingProgram({ model, loss, optimizer }: TrainingDefinition, inputShape: Shape): Program {
  const trace = traceModule(model, imagesOf(inputShape), true);
  const value = loss.compute(trace.output, labelsOf(loss, trace.output));
  const scalars = scalarInputs(Object.keys(optimizer.scalars({ learningRate: 0, stepCount: 0 })));
  const targets = [...trace.parameters];
  const gradientsInOrder = gradients(
    value,
    targets.map(([, { tensor }]) => tensor),
  );
  const updates = new Map(trace.bufferUpdates);
  for (const [index, [name, { tensor, spec }]] of targets.entries()) {
    const gradient = gradientsInOrder[index];
    if (gradient === undefined) continue;
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, slotState(slot, name, tensor)]));
    const update = optimizer.update({ parameter: tensor, gradient, slots, scalars, decays: decays(optimizer, spec) });
    updates.set(name, update.parameter);
    for (const [slot, next] of Object.entries(update.slots)) updates.set(slotName(slot, name), next);
  }
  return program({ loss: value, logits: trace.output }, updates, trace.output);
}

/** Forward in evaluation mode: outputs `loss` and `logits`. */
export function evaluationProgram({ model, loss }: TrainingDefinition, inputShape: Shape): Program {
  const { output } = traceModule(model, imagesOf(inputShape), false);
  return program({ loss: loss.compute(output, labelsOf(loss, output)), logits: output }, new Map(), output);
}

/** Forward in evaluation mode: output `logits`. */
export function predictionProgram({ model }: Pick<TrainingDefinition, 'model'>, inputShape: Shape): Program {
  const { output } = traceModule(model, imagesOf(inputShape), false);
  return program({ logits: output }, new Map(), output);
}

function program(outputs: Record<string, Tensor>, updates: Map<string, Tensor>, logits: Tensor): Program {
  const all = new Map(Object.entries(outputs));
  const masks = topologicalOrder([...all.values(), ...updates.values()]).flatMap((tensor) =>
    tensor.op === 'randomMask' ? [(tensor as Tensor<'randomMask'>).attributes] : [],
  );
  return { outputs: all, updates, masks, logits };
}

function imagesOf(shape: Shape): Tensor {
  const isValid = shape.length >= 2 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (!isValid) {
    const expected = 'positive sizes [N, ...], e.g. [64, 3, 32, 32]';
    throw new InputError({ operand: 'inputShape', expected, actual: formatShape(shape) });
  }
  return input('images', 'float32', shape);
}

function labelsOf(loss: Loss, logits: Tensor): Tensor {
  const { dtype, shape } = loss.targetType(logits);
  return input('labels', dtype, shape);
}

function input(name: string, dtype: DType, shape: Shape): Tensor {
  return build('input', [], { name, dtype, shape });
}

function scalarInputs(names: readonly string[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name) => [name, input(`scalar.${name}`, 'float32', [])]));
}

function slotState(slot: string, parameter: string, { shape }: Tensor): Tensor {
  return build('state', [], { name: slotName(slot, parameter), shape });
}

function decays(optimizer: Optimizer, { role }: ParameterSpec): boolean {
  return role === 'weight' || optimizer.decaysNormsAndBiases;
}
