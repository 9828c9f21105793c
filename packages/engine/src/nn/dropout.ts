import { InputError } from '../errors/input-error.js';
import * as ops from '../functional/index.js';
import { build } from '../ops/build.js';
import { type Module, module } from './module.js';

/**
 * In training, zeroes elements with the given probability and scales the others up to keep the mean. Masks are drawn on
 * the host from the run's seed and step, so that they are the same on every device and after a resume.
 *
 * @throws InputError unless the probability is in [0, 1)
 */
export function dropout(probability: number): Module {
  if (!(probability >= 0 && probability < 1)) {
    throw new InputError({ operand: 'dropout probability', expected: 'in [0, 1)', actual: String(probability) });
  }
  return module({}, (_, x, { training, path }) => {
    if (!training || probability === 0) return x;
    const mask = build('randomMask', [], { shape: x.shape, keep: 1 - probability, stream: `${path}.mask` });
    return ops.multiply(x, mask);
  });
}
