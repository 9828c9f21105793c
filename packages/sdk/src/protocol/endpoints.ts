/** A job's id, or the placeholder that a router (`:id`) or OpenAPI (`{id}`) puts in its place. */
export type PathId = number | `:${string}` | `{${string}}`;

/** Header that carries the trainer's token. */
export const INTERNAL_AUTH_HEADER = 'X-Internal-Auth';

/** Paths of the endpoints that trainers call, each relative to the backend's base URL. */
export const endpoints = {
  /** POST metric records. */
  metrics: (jobId: PathId) => `/internal/training/${jobId}/metrics`,
  /** POST log records. */
  logs: (jobId: PathId) => `/internal/training/${jobId}/logs`,
  /** PATCH the status. */
  status: (jobId: PathId) => `/internal/training/${jobId}/status`,
  /** PATCH, GET or DELETE the job itself. */
  job: (jobId: PathId) => `/api/v1/training/jobs/${jobId}`,
  /** POST how far the run has come. */
  progress: (jobId: PathId) => `/api/v1/training/jobs/${jobId}/callback/progress`,
  /** POST how the run ended. */
  completion: (jobId: PathId) => `/api/v1/training/jobs/${jobId}/callback/completion`,
} as const;

/** Paths of a training service's endpoints, each relative to the service's base URL. */
export const serviceEndpoints = {
  /** GET status, device, frameworks and running jobs. */
  health: () => '/health',
  /** GET the models on offer. */
  models: () => '/models',
  /** POST a start request. */
  start: () => '/training/start',
  /** GET how a job is doing. */
  status: (jobId: PathId) => `/training/status/${jobId}`,
  /** POST to cancel a job. */
  stop: (jobId: PathId) => `/training/stop/${jobId}`,
  /** POST an image to a trained model. */
  quickInference: () => '/inference/quick',
} as const;

/** Path of the WebSocket that streams a job's events to watchers. */
export const WEBSOCKET_PATH = '/api/v1/ws';
