/** A number; NaN and the infinities are spelled out. */
type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A training job as the backend's API tells it; the fields that the demo shows. */
export interface Job {
  id: number;
  status: 'pending' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';
  epochs: number;
  current_epoch: number | null;
  progress_percent: number | null;
  latest_metrics: { loss?: WireNumber | null; accuracy?: WireNumber | null } | null;
  started_at: string | null;
  completed_at: string | null;
  error_message: string | null;
  output_dir: string | null;
  best_checkpoint_path: string | null;
}

/** Metric curves as the backend stores them. */
export interface Metrics {
  series: { name: string; points: { epoch: number | null; step: number | null; value: WireNumber }[] }[];
  /** Records stored for the job. */
  total: number;
}

/** Log lines as the backend stores them. */
export interface Logs {
  logs: { content: string }[];
  /** Lines stored for the job. */
  total: number;
}

/** Speaks to the user-facing API of a backend. */
export class BackendClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @throws Error with the backend's own words when it refuses. */
  async get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  /** @throws Error with the backend's own words when it refuses. */
  async post<T>(path: string, body?: unknown): Promise<T> {
    return this.#request<T>('POST', path, body);
  }

  async #request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
