#!/usr/bin/env node
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readBackendConfig } from '../config/backend-config.js';
import { createBackend } from '../create-backend.js';
import { BackendError } from '../errors/backend-error.js';
import { ConfigError } from '../errors/config-error.js';

const USAGE = `vision-backend: a training backend with a live dashboard

  --host <host>           where to listen (BACKEND_HOST, default 127.0.0.1)
  --port <port>           0 takes any free port (BACKEND_PORT, default 8000)
  --database <path>       SQLite file (DATABASE_URL, default vision-backend.sqlite)
  --adapter <name=module> module to train a framework with; may be repeated
  --help

On other hosts than loopback INTERNAL_AUTH_TOKEN and JWT_SECRET must be set.
Also: BACKEND_PUBLIC_URL, TRAINING_EXECUTION_MODE, TRAINING_CANCEL_GRACE_SECONDS.
`;

try {
  await main();
} catch (error) {
  const isForPeople = BackendError.isInstance(error) || isArgumentError(error);
  console.error(isForPeople ? `vision-backend: ${error.message}` : error);
  process.exitCode = isArgumentError(error) || ConfigError.isInstance(error) ? 2 : 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      database: { type: 'string' },
      adapter: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const config = readBackendConfig({
    ...process.env,
    ...(values.host === undefined ? {} : { BACKEND_HOST: values.host }),
    ...(values.port === undefined ? {} : { BACKEND_PORT: values.port }),
    ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
  });
  const { host, port, database, internalToken, jwtSecret, publicUrl, cancelGraceMs } = config;
  const backend = await createBackend({
    database,
    cancelGraceMs,
    adapters: Object.fromEntries(values.adapter.map(parseAdapter)),
    ...(internalToken === undefined ? {} : { internalToken }),
    ...(jwtSecret === undefined ? {} : { jwtSecret }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
  const server = await backend.listen({ host, port }).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });
  console.log(`Dashboard       ${server.url}`);
  console.log(`API description ${server.url}/openapi.json`);
  if (backend.userToken !== undefined) console.log(`API token       ${backend.userToken}  (this run only)`);

  const stop = (): void => void backend.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function parseAdapter(text: string): [framework: string, module: string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new ConfigError('--adapter', `expected name=module, found "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
