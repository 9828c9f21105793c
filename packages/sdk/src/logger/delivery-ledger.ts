/** What became of everything that was logged. `logged` is the sum of the others and of what is still under way. */
export interface DeliveryCounts {
  logged: number;
  /** Taken by the backend. */
  delivered: number;
  /** Kept on disk for a later process; this version keeps undelivered records in memory only, so it is 0. */
  spooled: number;
  /** Given up. */
  dropped: number;
}

/** Counts records, and lets others wait until what was logged so far is settled one way or another. */
export class DeliveryLedger {
  readonly #counts: DeliveryCounts = { logged: 0, delivered: 0, spooled: 0, dropped: 0 };
  readonly #waiting = new Set<{ target: number; resolve: (isSettled: boolean) => void }>();

  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  /** Records that are neither delivered, spooled nor dropped. */
  get unsettled(): number {
    return this.#counts.logged - this.#settled;
  }

  add(counter: keyof DeliveryCounts, records: number): void {
    this.#counts[counter] += records;
    for (const waiter of this.#waiting) {
      if (this.#settled < waiter.target) continue;
      this.#waiting.delete(waiter);
      waiter.resolve(true);
    }
  }

  /** Ends every wait at once, for nothing more will be settled. */
  endWaits(): void {
    for (const waiter of this.#waiting) waiter.resolve(false);
    this.#waiting.clear();
  }

  /**
   * Waits until all that was logged before is settled, the time is up, or {@link endWaits}. Keeps the process alive meanwhile.
   * @returns Whether all of it is settled.
   */
  async settled(timeoutMs: number): Promise<boolean> {
    if (this.unsettled === 0) return true;
    return new Promise((resolve) => {
      const waiter = {
        target: this.#counts.logged,
        resolve: (isSettled: boolean) => {
          clearTimeout(timer);
          resolve(isSettled);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        resolve(false);
      }, timeoutMs);
      this.#waiting.add(waiter);
    });
  }

  get #settled(): number {
    const { delivered, spooled, dropped } = this.#counts;
    return delivered + spooled + dropped;
  }
}
