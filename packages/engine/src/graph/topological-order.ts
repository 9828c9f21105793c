import { operandsOf, type Tensor } from './tensor.js';

/** Every tensor that `outputs` depend on, operands before users; deterministic for equal graphs. */
export function topologicalOrder(outputs: Iterable<Tensor>): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  // An explicit stack: deep networks would overflow the call stack.
  const stack: { tensor: Tensor; expanded: boolean }[] = [...outputs]
    .reverse()
    .map((tensor) => ({ tensor, expanded: false }));
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry.expanded) {
      order.push(entry.tensor);
      continue;
    }
    if (seen.has(entry.tensor)) continue;
    seen.add(entry.tensor);
    stack.push({ tensor: entry.tensor, expanded: true });
    for (const operand of operandsOf(entry.tensor).toReversed()) {
      if (!seen.has(operand)) stack.push({ tensor: operand, expanded: false });
    }
  }
  return order;
}
