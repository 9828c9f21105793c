import { ConfigError } from '../errors/config-error.js';
import { messageOf } from '../errors/message-of.js';
import { flagOf } from './flags.js';

/**
 * What went wrong, as lines for stderr, with settings named by their flags. Only an error without a code shows its stack.
 */
export function explain(error: unknown): string {
  return linesOf(error)
    .map((line) => `vision-train: ${line}\n`)
    .join('');
}

function linesOf(error: unknown): string[] {
  if (ConfigError.isInstance(error)) {
    return error.issues.map(({ path, message }) => `${flagOf(path)}: ${message}`);
  }
  if (!(error instanceof Error) || 'code' in error) return [messageOf(error)];
  return [error.stack ?? error.message];
}
