import { setImmediate as nextTurn } from 'node:timers/promises';

const TURN_MS = 20;

/**
 * Small files are read and written synchronously, which is several times faster than a promise each. So that a server
 * that converts stays responsive, a loop calls this once an item: it answers undefined most of the time, and every 20 ms
 * a promise that lets other work run.
 *
 * @throws the signal's reason, as soon as it is aborted.
 */
export function createPacer(signal?: AbortSignal | undefined): () => Promise<void> | undefined {
  let turnStart = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - turnStart < TURN_MS) return undefined;
    return nextTurn().then(() => {
      signal?.throwIfAborted();
      turnStart = performance.now();
    });
  };
}
