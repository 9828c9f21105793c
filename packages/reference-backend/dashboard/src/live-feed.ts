import {
  encodeWatchRequest,
  readTrainingEvent,
  type TrainingEvent,
  WEBSOCKET_PATH,
} from '@vision/trainer-sdk/protocol';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

/** Whether the page gets news. */
export type FeedState = 'connecting' | 'live' | 'lost';

/** The connection over which the backend tells what happens; it comes back by itself and misses nothing. */
export class LiveFeed {
  readonly #token: string;
  readonly #onEvent: (event: TrainingEvent) => void;
  readonly #onState: (state: FeedState) => void;
  #socket: WebSocket | undefined;
  #watched: { jobId: number; cursor: string } | undefined;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: {
    token: string;
    onEvent: (event: TrainingEvent) => void;
    onState: (state: FeedState) => void;
  }) {
    this.#token = options.token;
    this.#onEvent = options.onEvent;
    this.#onState = options.onState;
    this.#connect();
  }

  /** Watches one job's records, beginning after a cursor. */
  watch(jobId: number, cursor: string): void {
    this.unwatch();
    this.#watched = { jobId, cursor };
    this.#subscribe();
  }

  /** Watches no job's records. */
  unwatch(): void {
    if (this.#watched !== undefined) {
      this.#send(encodeWatchRequest({ action: 'unsubscribe', jobId: this.#watched.jobId }));
    }
    this.#watched = undefined;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect(): void {
    this.#onState('connecting');
    const url = new URL(WEBSOCKET_PATH, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url, ['vision.v1', `bearer.${this.#token}`]);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#send(encodeWatchRequest({ action: 'subscribe', jobId: undefined }));
      this.#subscribe();
      this.#onState('live');
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = () => {
      if (this.#isClosed) return;
      this.#onState('lost');
      this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
    };
  }

  #receive(body: unknown): void {
    if (typeof body === 'object' && body !== null && 'error' in body) {
      console.warn('The backend refused a request on the WebSocket', body.error);
      return;
    }
    const event = readTrainingEvent(body);
    if (event.cursor !== '' && event.jobId === this.#watched?.jobId) this.#watched.cursor = event.cursor;
    this.#onEvent(event);
  }

  #subscribe(): void {
    if (this.#watched !== undefined) this.#send(encodeWatchRequest({ action: 'subscribe', ...this.#watched }));
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
