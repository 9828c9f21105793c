/**
 * Runs a task again and again while it is asked for, never twice at once, with a pause before each run that gathers
 * what is asked for meanwhile.
 */
export class WakeUp {
  readonly #task: () => Promise<void>;
  readonly #pauseMs: number;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isWanted = false;
  #isStopped = false;

  constructor(task: () => Promise<void>, options: { pauseMs: number; onError: (error: unknown) => void }) {
    this.#task = task;
    this.#pauseMs = options.pauseMs;
    this.#onError = options.onError;
  }

  /** Asks for a run. */
  request(): void {
    this.#isWanted = true;
    if (this.#isRunning || this.#isStopped) return;
    this.#timer ??= setTimeout(() => void this.#run(), this.#pauseMs);
  }

  /** Begins no further run. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isRunning = true;
    this.#isWanted = false;
    try {
      await this.#task();
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#isRunning = false;
      if (this.#isWanted) this.request();
    }
  }
}
