import type { Batch, BatchLimits, Endpoint, Outbox } from './outbox.js';

interface OpenBatch {
  endpoint: Endpoint;
  records: string[];
  bytes: number;
}

/** Reports travel alone, in order, and after everything that was logged before them. */
const travelsInBatches: Record<Endpoint, boolean> = {
  metrics: true,
  logs: true,
  status: false,
  progress: false,
  completion: false,
};

/**
 * Keeps records in memory, grouped into batches as they come. When the memory is full the oldest batch of metrics or logs
 * goes; reports stay, for they are few and say how the run ended.
 */
export class MemoryOutbox implements Outbox {
  readonly #limits: BatchLimits;
  readonly #maxBytes: number;
  readonly #batches: OpenBatch[] = [];
  /** The batches that still take records: at most one an endpoint, none older than the last report. */
  readonly #open = new Map<Endpoint, OpenBatch>();
  #inFlight: OpenBatch | undefined;
  #bytes = 0;
  #size = 0;

  constructor(limits: BatchLimits, maxBytes: number) {
    this.#limits = limits;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  append(endpoint: Endpoint, record: string): number {
    const batch = this.#batchFor(endpoint, record.length);
    batch.records.push(record);
    batch.bytes += record.length;
    this.#bytes += record.length;
    this.#size += 1;
    return this.#bytes > this.#maxBytes ? this.#evictOldest() : 0;
  }

  next(): Batch | undefined {
    this.#inFlight ??= this.#batches[0];
    if (this.#inFlight !== undefined && this.#open.get(this.#inFlight.endpoint) === this.#inFlight) {
      this.#open.delete(this.#inFlight.endpoint);
    }
    return this.#inFlight;
  }

  settle(): void {
    if (this.#inFlight === undefined) return;
    this.#remove(this.#inFlight);
    this.#inFlight = undefined;
  }

  clear(): number {
    const forgotten = this.#size;
    this.#batches.length = 0;
    this.#open.clear();
    this.#inFlight = undefined;
    this.#bytes = 0;
    this.#size = 0;
    return forgotten;
  }

  #batchFor(endpoint: Endpoint, bytes: number): OpenBatch {
    const open = this.#open.get(endpoint);
    const { maxBatchRecords, maxBatchBytes } = this.#limits;
    if (open !== undefined && open.records.length < maxBatchRecords && open.bytes + bytes <= maxBatchBytes) return open;
    const batch: OpenBatch = { endpoint, records: [], bytes: 0 };
    this.#batches.push(batch);
    if (travelsInBatches[endpoint]) this.#open.set(endpoint, batch);
    else this.#open.clear();
    return batch;
  }

  #evictOldest(): number {
    const oldest = this.#batches.find((batch) => travelsInBatches[batch.endpoint] && batch !== this.#inFlight);
    if (oldest === undefined) return 0;
    if (this.#open.get(oldest.endpoint) === oldest) this.#open.delete(oldest.endpoint);
    this.#remove(oldest);
    return oldest.records.length;
  }

  #remove(batch: OpenBatch): void {
    this.#batches.splice(this.#batches.indexOf(batch), 1);
    this.#bytes -= batch.bytes;
    this.#size -= batch.records.length;
  }
}
