import { EventEmitter } from 'eventemitter3';
import { messageOf, toError } from '../errors/message-of.js';
import type { CompletionReport } from '../protocol/completion-report.js';
import type { JobStatus } from '../protocol/job-status.js';
import type { ParamValue } from '../protocol/log-record.js';
import type { ProgressReport } from '../protocol/progress-report.js';
import { formatRecordId } from '../protocol/record-id.js';
import { type DeliveryCounts, DeliveryLedger } from './delivery-ledger.js';
import { encodeRecord } from './encode-record.js';
import { HttpTransport } from './http-transport.js';
import type { DropReason, LoggedRecord, TrainingLoggerEvents } from './logger-events.js';
import { type LoggerSettings, resolveLoggerOptions, type TrainingLoggerOptions } from './logger-options.js';
import { MemoryOutbox } from './memory-outbox.js';
import type { Outbox } from './outbox.js';
import { cappedMessage, findInvalid } from './record-check.js';
import type { EpochSummary, MessageOptions, MetricPlace, RunLogger } from './run-logger.js';
import { Sender, unref } from './sender.js';

/**
 * What became of everything that was logged, once a logger is closed. This version keeps undelivered records in memory only,
 * so `spooled` is 0 and what is left is `dropped`.
 */
export type CloseResult = Pick<DeliveryCounts, 'delivered' | 'spooled' | 'dropped'>;

/** A record that waits to be encoded. */
interface Pending {
  logged: LoggedRecord;
  sequence: number;
  timeMs: number;
}

/**
 * Tells a backend about a training run. A call only appends to memory; delivery is batched in the background, repeated until
 * it succeeds, and never slows, blocks or fails the run. Each record is stored at most once; what is given up is counted.
 *
 * Close it at the end of the run: it does not keep the process alive by itself.
 */
export class TrainingLogger extends EventEmitter<TrainingLoggerEvents> implements RunLogger {
  /** Names this run of the trainer; part of every record's id. */
  readonly attempt: string;
  /** Whether nothing is sent because no backend was named. */
  readonly isDisabled: boolean;
  readonly #settings: LoggerSettings;
  readonly #ledger = new DeliveryLedger();
  readonly #outbox: Outbox;
  readonly #sender: Sender | undefined;
  #pending: Pending[] = [];
  #sequence = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<CloseResult> | undefined;
  #isClosed = false;
  #isOutage = false;
  readonly #noticed = new Set<string>();
  readonly #onBeforeExit = () => this.#warnUndelivered();

  /** @throws ConfigError naming every wrong option or variable. */
  constructor(options: TrainingLoggerOptions = {}) {
    super();
    const settings = resolveLoggerOptions(options);
    this.#settings = settings;
    this.attempt = settings.attempt;
    this.isDisabled = settings.backend === undefined;
    this.#outbox = new MemoryOutbox(settings, settings.maxMemoryBytes);
    if (settings.backend === undefined) {
      this.#disable('Training logger is disabled: BACKEND_API_URL is not set');
      return;
    }
    this.#sender = new Sender(this.#outbox, new HttpTransport(settings.backend), settings, {
      onDelivered: ({ endpoint, records }) => this.#onDelivered(endpoint, records.length),
      onRetry: ({ endpoint, records }, failures, delayMs, reason) => {
        if (!this.#isOutage) settings.notify(`Training logger: ${reason}; keeping records and trying again`);
        this.#isOutage = true;
        this.#announce('retry', { endpoint, records: records.length, failures, delayMs, reason });
      },
      onRejected: ({ records }, reason) => this.#drop(records.length, 'rejected', reason),
      onRefused: (reason) => {
        this.#disable(`Training logger stopped sending: ${reason}`);
        this.#ledger.endWaits();
      },
    });
    if (typeof process !== 'undefined') process.on?.('beforeExit', this.#onBeforeExit);
  }

  /** What became of everything that was logged so far. */
  get counts(): DeliveryCounts {
    return this.#ledger.counts;
  }

  /**
   * Records one value of one metric; NaN and ±Infinity arrive as they are.
   * @param name 1 to 250 characters, e.g. `train/loss`; a record that the protocol does not allow is counted as dropped.
   */
  logMetric(name: string, value: number, place: MetricPlace = {}): void {
    this.#log({ endpoint: 'metrics', record: { kind: 'sample', metricName: name, value, ...place } });
  }

  /** Records one value of each of several metrics that belong to the same place. */
  logMetrics(metrics: Readonly<Record<string, number>>, place: MetricPlace = {}): void {
    for (const name of Object.keys(metrics)) this.logMetric(name, metrics[name] as number, place);
  }

  /** Records a line of the run's log; a text longer than the protocol allows is cut. */
  logMessage(text: string, options: MessageOptions = {}): void {
    this.#log({ endpoint: 'logs', record: { message: cappedMessage(text), ...options } });
  }

  /** Records the metrics of a whole epoch as one row. @param epoch Counts from 1. */
  logEpochSummary(epoch: number, summary: EpochSummary): void {
    this.#log({ endpoint: 'metrics', record: { kind: 'summary', epoch, ...structuredClone(summary) } });
  }

  /** Records the hyperparameters of the run, by name, in one log record. */
  logParams(params: Readonly<Record<string, ParamValue>>): void {
    const text = Object.entries(params).map(([name, value]) => `${name}=${value}`);
    const message = cappedMessage(`Hyperparameters: ${text.join(' ')}`);
    this.#log({ endpoint: 'logs', record: { message, params: { ...params } } });
  }

  /**
   * Says which state the job is in, e.g. `running`. Sent at once, after everything logged before it.
   * @param options.error Why, when the state is `failed`.
   */
  updateStatus(status: JobStatus, options: { error?: string } = {}): void {
    this.#log({ endpoint: 'status', record: { status, ...options } });
  }

  /** Says how far the run is. Sent at once, after everything logged before it. */
  reportProgress(report: ProgressReport): void {
    this.#log({ endpoint: 'progress', record: report });
  }

  /** Says that the run ended well. What is absent from the report keeps its former value. */
  reportCompleted(report: Omit<CompletionReport, 'status'> = {}): void {
    this.#log({ endpoint: 'completion', record: { ...report, status: 'completed' } });
  }

  /**
   * Says that the run failed, with the error's message and stack.
   * @param thrown Whatever was thrown.
   * @param report What is known besides; what is absent keeps its former value.
   */
  reportFailed(thrown: unknown, report: Omit<CompletionReport, 'status' | 'errorMessage' | 'traceback'> = {}): void {
    const error = toError(thrown);
    const traceback = error.stack === undefined ? {} : { traceback: error.stack };
    const record = { ...report, status: 'failed', errorMessage: error.message, ...traceback } as const;
    this.#log({ endpoint: 'completion', record });
  }

  /** Says that the run was cancelled. What is absent from the report keeps its former value. */
  reportCancelled(report: Omit<CompletionReport, 'status'> = {}): void {
    this.#log({ endpoint: 'completion', record: { ...report, status: 'cancelled' } });
  }

  /**
   * Sends at once what has been logged, and waits for it.
   * @param options.timeoutMs How long to wait. @default 10_000
   * @returns Whether all of it was delivered; false at once when the backend refuses the token.
   */
  async flush({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<boolean> {
    const droppedBefore = this.counts.dropped;
    this.#encodePending();
    if (this.#sender === undefined || this.#sender.isStopped) return this.#ledger.unsettled === 0;
    this.#sender.hurry(timeoutMs);
    this.#sender.start();
    return (await this.#ledger.settled(timeoutMs)) && this.counts.dropped === droppedBefore;
  }

  /**
   * Delivers what it can within the time, and ends. What is logged afterwards is dropped.
   * @param options.timeoutMs How long to wait for the backend. @default 10_000
   * @returns What became of everything that was logged.
   */
  close(options: { timeoutMs?: number } = {}): Promise<CloseResult> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #close(options: { timeoutMs?: number }): Promise<CloseResult> {
    await this.flush(options);
    this.#isClosed = true;
    this.#sender?.stop();
    if (typeof process !== 'undefined') process.off?.('beforeExit', this.#onBeforeExit);
    this.#encodePending();
    const undelivered = this.#outbox.clear();
    if (undelivered > 0)
      this.#drop(undelivered, 'closed', `${undelivered} records were undelivered when it was closed`);
    const { delivered, spooled, dropped } = this.counts;
    return { delivered, spooled, dropped };
  }

  /** Same as {@link close} with its default deadline; for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #log(logged: LoggedRecord): void {
    if (this.listenerCount('record') > 0) this.#announce('record', logged);
    if (this.isDisabled) return;
    this.#ledger.add('logged', 1);
    const invalid = findInvalid(logged);
    if (invalid !== undefined) this.#drop(1, 'invalid', invalid);
    else if (this.#isClosed) this.#drop(1, 'closed', 'something was logged after the logger was closed');
    else this.#enqueue(logged);
  }

  #enqueue(logged: LoggedRecord): void {
    this.#pending.push({ logged, sequence: this.#sequence++, timeMs: Date.now() });
    const isReport = logged.endpoint !== 'metrics' && logged.endpoint !== 'logs';
    // Encoding here when a batch is full bounds memory in a run that never yields to the event loop.
    if (isReport || this.#pending.length >= this.#settings.maxBatchRecords) this.#encodePending();
    if (isReport) this.#sender?.start();
    else this.#armTimer();
  }

  #armTimer(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#encodePending();
      this.#sender?.start();
    }, this.#settings.flushIntervalMs);
    unref(this.#timer);
  }

  #encodePending(): void {
    const pending = this.#pending;
    this.#pending = [];
    let evicted = 0;
    for (const { logged, sequence, timeMs } of pending) {
      if (logged.endpoint === 'metrics' || logged.endpoint === 'logs') {
        logged.record.recordId = formatRecordId({ attempt: this.attempt, sequence });
        logged.record.timestamp ??= new Date(timeMs).toISOString();
      }
      evicted += this.#outbox.append(logged.endpoint, encodeRecord(logged));
    }
    if (evicted > 0)
      this.#drop(evicted, 'queue_full', 'memory for undelivered records is full; the oldest are given up');
  }

  #onDelivered(endpoint: LoggedRecord['endpoint'], records: number): void {
    if (this.#isOutage) this.#settings.notify('Training logger: the backend is back');
    this.#isOutage = false;
    this.#announce('sent', { endpoint, records });
    this.#ledger.add('delivered', records);
  }

  #drop(records: number, reason: DropReason, message: string): void {
    if (!this.#noticed.has(reason)) {
      this.#noticed.add(reason);
      this.#settings.notify(`Training logger dropped ${records} record(s): ${message}`);
    }
    this.#announce('dropped', { records, reason, message });
    this.#ledger.add('dropped', records);
  }

  #disable(reason: string): void {
    this.#settings.notify(reason);
    // Later, so that a listener added right after the constructor hears it.
    queueMicrotask(() => this.#announce('disabled', { reason }));
  }

  #warnUndelivered(): void {
    const { unsettled } = this.#ledger;
    if (unsettled > 0)
      this.#settings.notify(`Training logger: the process ends with ${unsettled} undelivered records; await close()`);
  }

  /** Emits an event; a listener that throws does the run no harm. */
  #announce<E extends keyof TrainingLoggerEvents>(event: E, payload: Parameters<TrainingLoggerEvents[E]>[0]): void {
    try {
      this.emit(event, ...([payload] as Parameters<EventEmitter.EventListener<TrainingLoggerEvents, E>>));
    } catch (thrown) {
      this.#settings.notify(`Training logger: a listener of "${event}" threw: ${messageOf(thrown)}`);
    }
  }
}
