import type { OpName } from '../graph/primitives.js';
import type { Tensor } from '../graph/tensor.js';
import type { OnnxRule } from '../ops/op-rule.js';

/** What a provider needs to be told apart by: capabilities and choices, never its name. */
export interface LoweringTarget {
  /** For messages and profiles. */
  readonly name: string;
  /** Whether a state's new value may be written over the old one, in the same buffer. */
  readonly updatesStateInPlace: boolean;
  /** Name of the strategy to lower a tensor by, out of those that apply; `undefined` is the plain path. */
  readonly chooseStrategy: (tensor: Tensor, applicable: readonly string[]) => string | undefined;
  /** Rules to use instead of the op table's, for ops that the provider lacks. */
  readonly substitutions: { readonly [K in OpName]?: OnnxRule<K> };
}
