import { createAttempt, formatRecordId, type LogRecord, type LogType } from '@vision/trainer-sdk/protocol';

const FLUSH_INTERVAL_MS = 100;

/** Collects the lines of one process and hands them on a few times a second, in order. A failed delivery is reported. */
export class LogBatcher {
  readonly #deliver: (records: LogRecord[]) => Promise<unknown>;
  readonly #attempt = createAttempt();
  readonly #onError: (error: unknown) => void;
  #sequence = 0;
  #waiting: LogRecord[] = [];
  #timer: NodeJS.Timeout | undefined;
  #delivery: Promise<unknown> = Promise.resolve();

  constructor(deliver: (records: LogRecord[]) => Promise<unknown>, onError: (error: unknown) => void) {
    this.#deliver = deliver;
    this.#onError = onError;
  }

  add(message: string, logType: LogType): void {
    const recordId = formatRecordId({ attempt: this.#attempt, sequence: this.#sequence++ });
    this.#waiting.push({ recordId, message, logType, timestamp: new Date().toISOString() });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS);
  }

  /** Hands on what has been collected; resolves when it has been taken. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    if (records.length > 0) this.#delivery = this.#delivery.then(() => this.#deliver(records)).catch(this.#onError);
    await this.#delivery;
  }
}
