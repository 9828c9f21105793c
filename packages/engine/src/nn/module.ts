import type { Tensor } from '../graph/tensor.js';
import type { Shape } from '../graph/tensor-type.js';
import type { Initializer } from './initializers.js';

/** What a parameter is to an optimizer: norms' scales and biases are often spared from weight decay. */
export type ParameterRole = 'weight' | 'bias' | 'norm';

/** A trainable tensor of a module. */
export interface ParameterSpec {
  readonly kind: 'parameter';
  readonly shape: Shape;
  readonly initialize: Initializer;
  readonly role: ParameterRole;
}

/** A tensor of a module that is not trained but updated by the forward pass, e.g. running statistics. */
export interface BufferSpec {
  readonly kind: 'buffer';
  readonly shape: Shape;
  readonly fill: number;
}

/** A buffer as the forward pass sees it. */
export interface BufferHandle {
  readonly value: Tensor;
  /** Sets the value after this training step. */
  update(value: Tensor): void;
}

/** What holds for the whole forward pass. */
export interface ForwardContext {
  /** Whether the graph is for training: dropout drops and batch norm uses the batch's statistics. */
  readonly training: boolean;
  /** Name of this place in the network, e.g. `layer1.0`. */
  readonly path: string;
  /** Resolves a parameter of this module. */
  parameter(name: string, spec: ParameterSpec): Tensor;
  /** Resolves a buffer of this module. */
  buffer(name: string, spec: BufferSpec): BufferHandle;
  /** The context of a child module. */
  child(name: string): ForwardContext;
}

/** A part of a network: named parameters, buffers and child modules, and a forward pass. Immutable; holds no values. */
export interface Module {
  readonly kind: 'module';
  readonly members: Members;
  forward(context: ForwardContext, x: Tensor): Tensor;
}

/** What a module may hold, by name. */
export type Members = { readonly [name: string]: Module | ParameterSpec | BufferSpec };

/** A module's members as its forward pass uses them: children are called, parameters and buffers are read. */
export type Bound<M extends Members> = {
  readonly [K in keyof M]: M[K] extends Module
    ? (x: Tensor) => Tensor
    : M[K] extends ParameterSpec
      ? Tensor
      : M[K] extends BufferSpec
        ? BufferHandle
        : never;
};

/**
 * Defines a module. Members' names, joined by dots, are the names of parameters in checkpoints.
 *
 * @param members child modules, parameters and buffers
 * @param forward computes the output from bound members; it is called once for each graph that is built
 * @example
 * const block = nn.module({ conv: nn.conv2d({ in: 8, out: 8, kernel: 3 }) }, (self, x) => ops.add(x, self.conv(x)));
 */
export function module<const M extends Members>(
  members: M,
  forward: (self: Bound<M>, x: Tensor, context: ForwardContext) => Tensor,
): Module {
  return {
    kind: 'module',
    members,
    forward: (context, x) => forward(bind(members, context), x, context),
  };
}

/** Declares a parameter of a custom module. */
export function parameter(
  shape: Shape,
  options: { readonly initialize: Initializer; readonly role?: ParameterRole },
): ParameterSpec {
  return { kind: 'parameter', shape, initialize: options.initialize, role: options.role ?? 'weight' };
}

/** Declares a buffer of a custom module, filled with one value at first. */
export function buffer(shape: Shape, fill: number): BufferSpec {
  return { kind: 'buffer', shape, fill };
}

function bind<M extends Members>(members: M, context: ForwardContext): Bound<M> {
  const bindOne = (name: string, member: Members[string]): unknown => {
    switch (member.kind) {
      case 'module':
        return (x: Tensor) => member.forward(context.child(name), x);
      case 'parameter':
        return context.parameter(name, member);
      case 'buffer':
        return context.buffer(name, member);
      default:
        return member satisfies never;
    }
  };
  const entries = Object.entries(members).map(([name, member]) => [name, bindOne(name, member)] as const);
  return Object.fromEntries(entries) as Bound<M>;
}
