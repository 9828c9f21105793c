import { z } from 'zod';
import { ConfigError } from '../errors/config-error.js';

const secret = z.string().min(16, { error: 'expected at least 16 characters' });

/**
 * The environment variables of the backend. What is absent or empty has the default.
 */
const environmentSchema = z.object({
  BACKEND_HOST: z.string().default('127.0.0.1'),
  BACKEND_PORT: z.coerce
    .number({ error: 'expected a port number' })
    .int()
    .min(0, { error: 'expected a port number, 0 to 65535' })
    .max(65_535, { error: 'expected a port number, 0 to 65535' })
    .default(8000),
  DATABASE_URL: z
    .string()
    .refine((url) => !/^(?!file:|sqlite:)[a-z][a-z0-9+.-]+:/i.test(url), {
      error: 'expected the path of a SQLite file, "file:<path>" or "sqlite:<path>"',
    })
    .transform((url) => url.replace(/^(file|sqlite):(\/\/)?/, ''))
    .default('vision-backend.sqlite'),
  INTERNAL_AUTH_TOKEN: secret.optional(),
  JWT_SECRET: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
  BACKEND_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  TRAINING_EXECUTION_MODE: z.enum(['subprocess'], { error: 'expected "subprocess"' }).default('subprocess'),
  TRAINING_CANCEL_GRACE_SECONDS: z.coerce
    .number({ error: 'expected a number of seconds' })
    .positive({ error: 'expected a number of seconds greater than 0' })
    .default(10),
});

/** Settings of a backend, read from its environment. */
export interface BackendConfig {
  readonly host: string;
  readonly port: number;
  /** Path of the SQLite file. */
  readonly database: string;
  /** Undefined: one is generated, which is allowed on loopback only. */
  readonly internalToken: string | undefined;
  /** Undefined: there is one local user, which is allowed on loopback only. */
  readonly jwtSecret: string | undefined;
  /** Where trainers reach this backend; undefined: where it listens. */
  readonly publicUrl: string | undefined;
  readonly cancelGraceMs: number;
}

/** Reads the settings from environment variables. @throws ConfigError naming the first variable that is wrong */
export function readBackendConfig(environment: NodeJS.ProcessEnv): BackendConfig {
  const present = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const result = environmentSchema.safeParse(Object.fromEntries(present));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigError(String(issue?.path[0]), issue?.message ?? 'is not valid');
  }
  const variables = result.data;
  return {
    host: variables.BACKEND_HOST,
    port: variables.BACKEND_PORT,
    database: variables.DATABASE_URL,
    internalToken: variables.INTERNAL_AUTH_TOKEN,
    jwtSecret: variables.JWT_SECRET,
    publicUrl: variables.BACKEND_PUBLIC_URL,
    cancelGraceMs: variables.TRAINING_CANCEL_GRACE_SECONDS * 1_000,
  };
}
