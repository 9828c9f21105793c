import { createRequire, registerHooks } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AdapterModule } from '../adapter/adapter-module.js';
import { AdapterNotFoundError } from '../errors/adapter-not-found-error.js';
import { messageOf } from '../errors/message-of.js';

/** Where to look for an adapter. */
export interface AdapterSource {
  framework: string;
  /** Module given by the user: a package, or a path. */
  adapter?: string | undefined;
  /** Directory whose packages come first. */
  cwd: string;
}

/**
 * Loads the module of an adapter: the one given, or `@vision/adapter-<framework>` as installed in the working directory or
 * next to this package.
 * @throws AdapterNotFoundError naming the framework and the module; its cause tells why one that is there cannot be loaded.
 */
export async function loadAdapter({ framework, adapter, cwd }: AdapterSource): Promise<AdapterModule> {
  const specifier = adapter ?? `@vision/adapter-${framework}`;
  const url = resolveModule(specifier, cwd);
  if (url === undefined) {
    const message =
      adapter === undefined
        ? `Unknown framework "${framework}": ${specifier} is not installed. Install it, or name a module with --adapter.`
        : `Adapter module not found: ${specifier}`;
    throw new AdapterNotFoundError(message, { specifier });
  }
  const loaded = await importModule(url, specifier);
  if (!isAdapterModule(loaded)) {
    throw new AdapterNotFoundError(`${specifier} is not an adapter: it exports no function createAdapter`, {
      specifier,
    });
  }
  return loaded;
}

function resolveModule(specifier: string, cwd: string): string | undefined {
  const isPath = isAbsolute(specifier) || /^\.{1,2}[\\/]/.test(specifier);
  try {
    if (isPath) return pathToFileURL(createRequire(import.meta.url).resolve(resolve(cwd, specifier))).href;
    const fromCwd = resolvePackage(specifier, pathToFileURL(join(cwd, 'package.json')).href);
    return fromCwd ?? resolvePackage(specifier, import.meta.url);
  } catch (cause) {
    if (isModuleNotFound(cause)) return undefined;
    throw new AdapterNotFoundError(`Cannot load adapter ${specifier}: ${messageOf(cause)}`, { specifier, cause });
  }
}

/**
 * The URL that `import` in the module `parentURL` would load, or undefined if there is none. `createRequire` would not do: it
 * refuses a package whose `exports` name only `import`.
 */
function resolvePackage(specifier: string, parentURL: string): string | undefined {
  const hooks = registerHooks({ resolve: (wanted, context, next) => next(wanted, { ...context, parentURL }) });
  try {
    return import.meta.resolve(specifier);
  } catch (error) {
    if (isModuleNotFound(error)) return undefined;
    throw error;
  } finally {
    hooks.deregister();
  }
}

function isModuleNotFound(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')
  );
}

async function importModule(url: string, specifier: string): Promise<unknown> {
  try {
    return await import(url);
  } catch (cause) {
    throw new AdapterNotFoundError(`Cannot load adapter ${specifier}: ${messageOf(cause)}`, { specifier, cause });
  }
}

function isAdapterModule(value: unknown): value is AdapterModule {
  return (
    typeof value === 'object' && value !== null && 'createAdapter' in value && typeof value.createAdapter === 'function'
  );
}
