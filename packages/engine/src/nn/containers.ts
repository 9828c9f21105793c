import * as ops from '../functional/index.js';
import { type Module, module } from './module.js';

/** Modules one after another, named `0`, `1`, ... */
export function sequential(...layers: readonly Module[]): Module {
  const members = Object.fromEntries(layers.map((layer, index) => [String(index), layer]));
  return module(members, (self, x) => layers.reduce((value, _, index) => self[index]?.(value) ?? value, x));
}

/** x + body(x), or shortcut(x) + body(x): what deep networks are made of. Members: `body`, `shortcut`. */
export function residual(body: Module, shortcut?: Module): Module {
  if (shortcut === undefined) return module({ body }, (self, x) => ops.add(self.body(x), x));
  return module({ body, shortcut }, (self, x) => ops.add(self.body(x), self.shortcut(x)));
}

/** The input itself. */
export const identity = (): Module => module({}, (_, x) => x);
