import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const INTERNAL_TOKEN = 'packed-install-test';

/** The backend's command as installed in a project, running. */
export class BackendProcess implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #url: string;
  readonly #userToken: string;

  private constructor(process: ChildProcess, url: string, userToken: string) {
    this.#process = process;
    this.#url = url;
    this.#userToken = userToken;
  }

  /** Starts `vision-backend` of a project's `node_modules` on a free port of the loopback interface. */
  static async start(project: string): Promise<BackendProcess> {
    const child = spawn(
      join(project, 'node_modules/.bin/node'),
      [join(project, 'node_modules/.bin/vision-backend'), '--port', '0', '--database', ':memory:'],
      {
        cwd: project,
        env: { ...process.env, INTERNAL_AUTH_TOKEN: INTERNAL_TOKEN },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      url ??= /^Dashboard\s+(\S+)/.exec(line)?.[1];
      const token = /^API token\s+(\S+)/.exec(line)?.[1];
      if (url !== undefined && token !== undefined) return new BackendProcess(child, url, token);
    }
    throw new Error('vision-backend ended before it printed where it listens.');
  }

  /** Creates a job for a trainer outside. @returns its id and the variables that the trainer's logger reads */
  async createJob(name: string): Promise<{ id: number; environment: Record<string, string> }> {
    const project = await this.#call<{ id: number }>('POST', '/projects', { name });
    const { id } = await this.#call<{ id: number }>('POST', '/training/jobs', {
      project_id: project.id,
      name,
      framework: 'external',
      model_name: 'any',
      task_type: 'image_classification',
      dataset_path: '.',
      dataset_format: 'imagefolder',
      epochs: 5,
      batch_size: 4,
      learning_rate: 0.01,
    });
    const environment = { BACKEND_API_URL: this.#url, INTERNAL_AUTH_TOKEN: INTERNAL_TOKEN, JOB_ID: String(id) };
    return { id, environment };
  }

  /** What the backend knows about a job: its status and the number of metric records stored. */
  async readJob(id: number): Promise<{ status: string; metrics: number }> {
    const { status } = await this.#call<{ status: string }>('GET', `/training/jobs/${id}`);
    const { total } = await this.#call<{ total: number }>('GET', `/training/jobs/${id}/metrics`);
    return { status, metrics: total };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGTERM');
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#userToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
