#!/usr/bin/env node
import { type ArgsDef, defineCommand, renderUsage, runCommand } from 'citty';
import { ConverterError } from '../errors/converter-error.js';
import { UsageError } from '../errors/usage-error.js';
import { assertKnownOptions } from './arguments.js';
import { checkArguments, checkCommand } from './check-command.js';
import { convertArguments, convertCommand } from './convert-command.js';
import { statsArguments, statsCommand } from './stats-command.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_CANCELLED = 130;

/** The parser's own complaints, such as a missing argument. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError';
}

async function main(argv: readonly string[]): Promise<number> {
  const cancellation = new AbortController();
  process.once('SIGINT', () => cancellation.abort());
  process.once('SIGTERM', () => cancellation.abort());
  const commands = {
    convert: convertCommand(cancellation.signal),
    check: checkCommand(cancellation.signal),
    stats: statsCommand(cancellation.signal),
  };
  const program = defineCommand({
    meta: { name: 'vision-convert', description: 'Converts and checks annotations of vision datasets' },
    subCommands: commands,
  });
  const usages: Readonly<Record<keyof typeof commands, () => Promise<string>>> = {
    convert: async () => `${await renderUsage(program)}\n${await renderUsage(commands.convert)}`,
    check: () => renderUsage(commands.check),
    stats: () => renderUsage(commands.stats),
  };
  const options: Readonly<Record<keyof typeof commands, ArgsDef>> = {
    convert: convertArguments,
    check: checkArguments,
    stats: statsArguments,
  };
  const [first = ''] = argv;
  const isNamed = Object.hasOwn(commands, first);
  const name = (isNamed ? first : 'convert') as keyof typeof commands;
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`${await usages[name]()}\n`);
    return argv.length === 0 ? EXIT_USAGE : 0;
  }
  try {
    assertKnownOptions(argv, options[name]);
    await runCommand(program, { rawArgs: isNamed ? [...argv] : ['convert', ...argv] });
    return 0;
  } catch (error) {
    if (cancellation.signal.aborted) {
      process.stderr.write('Cancelled.\n');
      return EXIT_CANCELLED;
    }
    if (!ConverterError.isInstance(error) && !isParserError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof UsageError || isParserError(error) ? EXIT_USAGE : EXIT_FAILED;
  }
}

process.exitCode = await main(process.argv.slice(2));
