import type { JobBody, LogBody, MetricsBody } from './wire.js';

/** The backend refused a request. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Points beyond which the backend thins a curve out before sending it. */
const CURVE_BUCKETS = 2_000;

/** The part of the backend's API that the dashboard needs. */
export class ApiClient {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  async listJobs(): Promise<JobBody[]> {
    return (await this.#request<{ jobs: JobBody[] }>('/api/v1/training/jobs?limit=200')).jobs;
  }

  async startJob(id: number): Promise<JobBody> {
    return this.#request(`/api/v1/training/jobs/${id}/start`, 'POST');
  }

  async cancelJob(id: number): Promise<JobBody> {
    return this.#request(`/api/v1/training/jobs/${id}/cancel`, 'POST');
  }

  async readMetrics(id: number): Promise<MetricsBody> {
    return this.#request(`/api/v1/training/jobs/${id}/metrics?buckets=${CURVE_BUCKETS}`);
  }

  async readLogs(id: number, limit: number, search: string): Promise<{ logs: LogBody[]; total: number }> {
    const query = new URLSearchParams({ limit: String(limit), ...(search === '' ? {} : { search }) });
    return this.#request(`/api/v1/training/jobs/${id}/logs?${query}`);
  }

  async #request<T>(path: string, method: 'GET' | 'POST' = 'GET'): Promise<T> {
    const response = await fetch(path, { method, headers: { Authorization: `Bearer ${this.token}` } });
    const body = await response.json().catch(() => undefined);
    if (!response.ok) throw new ApiError(response.status, body?.error?.message ?? `HTTP ${response.status}`);
    return body;
  }
}
