import { setTimeout as delay } from 'node:timers/promises';

/** What a watcher's connection must be able to do. */
export interface WatcherSocket {
  /** Bytes handed over and not yet on the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** More than this waiting for one watcher, and nothing further is read for it. */
const MAX_BUFFERED_BYTES = 1_000_000;
const DRAIN_POLL_MS = 25;
const DRAIN_TIMEOUT_MS = 30_000;
/** "Try again later": the watcher may reconnect and go on from its cursor. */
const CLOSE_TOO_SLOW = 1013;

/** Waits until a slow watcher has caught up. @returns false when it was given up or has left */
export async function waitForDrain(socket: WatcherSocket, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + DRAIN_TIMEOUT_MS;
  while (!signal.aborted && socket.bufferedAmount > MAX_BUFFERED_BYTES) {
    if (Date.now() > deadline) {
      socket.close(CLOSE_TOO_SLOW, 'The connection is too slow; reconnect and go on from the last cursor');
      return false;
    }
    await delay(DRAIN_POLL_MS);
  }
  return !signal.aborted;
}
