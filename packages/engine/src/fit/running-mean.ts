/** Mean of a metric over the batches of an epoch, weighted by batch size. */
export class RunningMean {
  #sum = 0;
  #weight = 0;

  /** Adds a value, e.g. a batch's mean loss with the number of its images as weight. */
  add(value: number, weight = 1): void {
    this.#sum += value * weight;
    this.#weight += weight;
  }

  /** The mean so far; NaN before the first value. */
  get value(): number {
    return this.#sum / this.#weight;
  }

  /** Sum of the weights so far. */
  get weight(): number {
    return this.#weight;
  }

  /** Starts over, e.g. with a new epoch. */
  reset(): void {
    this.#sum = 0;
    this.#weight = 0;
  }
}
