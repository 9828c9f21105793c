export type { UserEnv } from './auth/bearer-auth.js';
export { type BackendConfig, readBackendConfig } from './config/backend-config.js';
export { type Backend, type BackendOptions, createBackend } from './create-backend.js';
export { BackendError, type BackendErrorOptions } from './errors/backend-error.js';
export { ConfigError } from './errors/config-error.js';
export { StartError } from './errors/start-error.js';
export type { ListeningServer, ListenOptions } from './listen.js';
export type { Job, JobSpec, JobState, JobUpdate, NewJob } from './store/job.js';
export type {
  JobChange,
  JobQuery,
  JobStore,
  LogQuery,
  MetricQuery,
  RecordTotals,
  StoredLog,
  StoredMetric,
} from './store/job-store.js';
export type { NewProject, Project, User } from './store/project.js';
export { SqliteJobStore } from './store/sqlite-job-store.js';
