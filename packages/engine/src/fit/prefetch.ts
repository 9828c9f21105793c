/**
 * Reads ahead: keeps up to `depth` items of a source in hand, so that loading goes on while a step runs. Order and
 * errors are the source's; leaving the loop early ends the source.
 *
 * @param depth items to hold, at least 1
 */
export async function* prefetch<T>(source: AsyncIterable<T>, depth: number): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const pending: Promise<IteratorResult<T>>[] = [];
  const pull = (): void => {
    const item = iterator.next();
    // An error is rethrown when its turn comes; until then it must not count as unhandled.
    item.catch(() => undefined);
    pending.push(item);
  };
  try {
    for (let index = 0; index < Math.max(1, depth); index++) pull();
    for (let item = pending.shift(); item !== undefined; item = pending.shift()) {
      const { done, value } = await item;
      if (done) return;
      pull();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
