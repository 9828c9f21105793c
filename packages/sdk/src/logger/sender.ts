import { type BackoffLimits, backoffDelayMs } from './backoff.js';
import type { Batch, Outbox } from './outbox.js';
import type { SendOutcome, Transport } from './transport.js';

/** Longest wait of our own choice while somebody waits for the delivery. */
const HURRIED_DELAY_MS = 1_000;

/** What a {@link Sender} tells its owner. */
export interface SenderListener {
  onDelivered(batch: Batch): void;
  onRetry(batch: Batch, failures: number, delayMs: number, reason: string): void;
  onRejected(batch: Batch, reason: string): void;
  /** The sender has stopped for good. */
  onRefused(reason: string): void;
}

/** Empties an outbox through a transport, one batch at a time, for as long as it takes. Never keeps the process alive. */
export class Sender {
  readonly #outbox: Outbox;
  readonly #transport: Transport;
  readonly #backoff: BackoffLimits;
  readonly #listener: SenderListener;
  readonly #abort = new AbortController();
  #isRunning = false;
  #failures = 0;
  #hurryUntilMs = 0;
  #wake: (() => void) | undefined;

  constructor(outbox: Outbox, transport: Transport, backoff: BackoffLimits, listener: SenderListener) {
    this.#outbox = outbox;
    this.#transport = transport;
    this.#backoff = backoff;
    this.#listener = listener;
  }

  /** Whether the sender has stopped for good. */
  get isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Sends what is in the outbox, unless that is under way already. */
  start(): void {
    if (this.#isRunning || this.isStopped || this.#outbox.size === 0) return;
    this.#isRunning = true;
    void this.#run();
  }

  /**
   * Somebody waits for so long: ends a wait of the sender's own choice and keeps further ones short. A wait that the server
   * asked for goes on.
   */
  hurry(timeoutMs: number): void {
    this.#hurryUntilMs = performance.now() + timeoutMs;
    this.#wake?.();
  }

  /** Gives up what is under way, for good. */
  stop(): void {
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    try {
      for (let batch = this.#outbox.next(); batch !== undefined && !this.isStopped; batch = this.#outbox.next()) {
        const outcome = await this.#transport.send(batch, this.#abort.signal);
        if (this.isStopped) return;
        await this.#handle(batch, outcome);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #handle(batch: Batch, outcome: SendOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'delivered':
        this.#failures = 0;
        this.#outbox.settle();
        this.#listener.onDelivered(batch);
        return;
      case 'retry': {
        this.#failures += 1;
        const { reason, retryAfterMs } = outcome;
        const delayMs = backoffDelayMs(this.#failures, this.#backoffNow(), { retryAfterMs });
        this.#listener.onRetry(batch, this.#failures, delayMs, reason);
        await this.#sleep(delayMs, retryAfterMs === undefined);
        return;
      }
      case 'rejected':
        this.#failures = 0;
        this.#outbox.settle();
        this.#listener.onRejected(batch, outcome.reason);
        return;
      case 'refused':
        this.stop();
        this.#listener.onRefused(outcome.reason);
        return;
      default:
        outcome satisfies never;
    }
  }

  #backoffNow(): BackoffLimits {
    if (performance.now() >= this.#hurryUntilMs) return this.#backoff;
    return { ...this.#backoff, maxDelayMs: Math.min(this.#backoff.maxDelayMs, HURRIED_DELAY_MS) };
  }

  async #sleep(delayMs: number, canHurry: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const { signal } = this.#abort;
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, delayMs);
      unref(timer);
      if (canHurry) this.#wake = wake;
      signal.addEventListener('abort', wake);
    });
    this.#wake = undefined;
  }
}

/** Lets the process end although the timer is pending; browsers have nothing of the kind. */
export function unref(timer: ReturnType<typeof setTimeout>): void {
  if (typeof timer === 'object') timer.unref();
}
