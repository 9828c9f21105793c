import { describe, expect, test } from 'vitest';
import { ConfigError } from '../errors/config-error.js';
import { readBackendConfig } from './backend-config.js';
import { isLoopbackHost } from './loopback-host.js';

describe('readBackendConfig', () => {
  test('has a default for everything; empty counts as absent', () => {
    expect(readBackendConfig({ BACKEND_PORT: '', JWT_SECRET: '' })).toEqual({
      host: '127.0.0.1',
      port: 8000,
      database: 'vision-backend.sqlite',
      internalToken: undefined,
      jwtSecret: undefined,
      publicUrl: undefined,
      cancelGraceMs: 10_000,
    });
  });

  test.each([
    ['BACKEND_PORT', 'eighty'],
    ['BACKEND_PORT', '70000'],
    ['DATABASE_URL', 'postgres://localhost/vision'],
    ['INTERNAL_AUTH_TOKEN', 'short'],
    ['JWT_SECRET', 'also too short'],
    ['BACKEND_PUBLIC_URL', 'ftp://example.org'],
    ['TRAINING_EXECUTION_MODE', 'magic'],
    ['TRAINING_CANCEL_GRACE_SECONDS', '-1'],
  ])('an error names %s', (name, value) => {
    expect(() => readBackendConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readBackendConfig({ [name]: value })).toThrow(new RegExp(`^${name}: expected`));
  });

  test.each([
    ['file:data/a.sqlite', 'data/a.sqlite'],
    ['sqlite:///srv/a.sqlite', '/srv/a.sqlite'],
    ['a.sqlite', 'a.sqlite'],
  ])('%s is the file %s', (url, path) => {
    expect(readBackendConfig({ DATABASE_URL: url }).database).toBe(path);
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['127.evil.example', false],
  ['0.0.0.0', false],
  ['192.168.1.2', false],
])('isLoopbackHost(%s) is %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
