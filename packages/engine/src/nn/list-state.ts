import type { BufferSpec, Module, ParameterSpec } from './module.js';

/** A parameter or buffer with its full name. */
export interface NamedSpec {
  readonly name: string;
  readonly spec: ParameterSpec | BufferSpec;
}

/** All parameters and buffers of a module, depth first in the order of declaration, under dotted names. */
export function listState(module: Module, prefix = ''): NamedSpec[] {
  return Object.entries(module.members).flatMap(([key, member]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return member.kind === 'module' ? listState(member, name) : [{ name, spec: member }];
  });
}
