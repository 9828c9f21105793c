import { expect, test } from 'vitest';
import { BackendError } from './backend-error.js';
import { ConfigError } from './config-error.js';
import { JobNotFoundError } from './job-not-found-error.js';
import { RequestError } from './request-error.js';
import { StartError } from './start-error.js';

const classes = { BackendError, ConfigError, JobNotFoundError, RequestError, StartError };

test.each([
  [new ConfigError('--port', 'too large'), ['BackendError', 'ConfigError']],
  [new StartError(1, 'no such adapter'), ['BackendError', 'StartError']],
  [new RequestError(409, 'JOB_ENDED', 'too late'), ['BackendError', 'RequestError']],
  [new JobNotFoundError(1), ['BackendError', 'JobNotFoundError', 'RequestError']],
  [new TypeError('not of this package'), []],
])('%s is an instance of its own classes only', (error, names) => {
  const matches = Object.entries(classes).filter(([, type]) => type.isInstance(error));
  expect(matches.map(([name]) => name)).toEqual(names);
});
