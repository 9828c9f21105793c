/** What a batch is sent to. */
export type Endpoint = 'metrics' | 'logs' | 'status' | 'progress' | 'completion';

/** Records that travel in one request. */
export interface Batch {
  readonly endpoint: Endpoint;
  /** Each record as JSON text. */
  readonly records: readonly string[];
}

/** Limits of a batch. */
export interface BatchLimits {
  maxBatchRecords: number;
  /** Length of the records' texts; a single larger record still travels, alone. */
  maxBatchBytes: number;
}

/** Keeps records from when they are logged until the backend has them. */
export interface Outbox {
  /** Records kept. */
  readonly size: number;
  /** Adds a record. @returns How many older records had to go to make room. */
  append(endpoint: Endpoint, record: string): number;
  /** The batch to send next; it does not change until {@link settle}. */
  next(): Batch | undefined;
  /** Forgets the batch that {@link next} gave. */
  settle(): void;
  /** Forgets everything. @returns How many records that were. */
  clear(): number;
}
