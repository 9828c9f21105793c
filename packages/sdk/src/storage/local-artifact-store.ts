import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../errors/message-of.js';
import { StorageError } from '../errors/storage-error.js';
import type { ArtifactStore, CheckpointKind, CheckpointOwner, TransferOptions } from './artifact-store.js';
import { parseArtifactUri } from './artifact-uri.js';

/** Keeps artifacts on the local disk. Datasets and checkpoints that are already there are used in place. */
export class LocalArtifactStore implements ArtifactStore {
  /** Absolute path of the directory that uploaded checkpoints go into. */
  readonly root: string;

  /** @param options.root Directory that uploaded checkpoints go into; made when needed. @default 'artifacts' */
  constructor(options: { root?: string } = {}) {
    this.root = resolve(options.root ?? 'artifacts');
  }

  async uploadCheckpoint(
    path: string,
    { projectId, jobId, kind }: CheckpointOwner & { kind: CheckpointKind },
    options: TransferOptions = {},
  ): Promise<string> {
    const totalBytes = await this.#sizeOf(path);
    const key = join('checkpoints', 'projects', `${projectId}`, 'jobs', `${jobId}`, `${kind}${extname(path)}`);
    const target = join(this.root, key);
    const partial = `${target}.${process.pid}.partial`;
    options.signal?.throwIfAborted();
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(localPath(path), partial);
      await rename(partial, target);
    } catch (cause) {
      await rm(partial, { force: true });
      throw new StorageError(`Cannot store ${path} as ${target}: ${messageOf(cause)}`, { uri: path, cause });
    }
    options.onProgress?.({ transferredBytes: totalBytes, totalBytes });
    return pathToFileURL(target).href;
  }

  async downloadCheckpoint(uri: string): Promise<string> {
    await this.#sizeOf(uri);
    return localPath(uri);
  }

  async downloadDataset(uri: string): Promise<string> {
    const path = localPath(uri);
    try {
      await stat(path);
    } catch (cause) {
      throw new StorageError(`Dataset not found: ${path}`, { uri, cause });
    }
    return path;
  }

  async presignDownload(uri: string): Promise<string> {
    await this.#sizeOf(uri);
    return pathToFileURL(localPath(uri)).href;
  }

  async #sizeOf(uri: string): Promise<number> {
    const path = localPath(uri);
    try {
      const found = await stat(path);
      if (found.isFile()) return found.size;
    } catch (cause) {
      throw new StorageError(`File not found: ${path}`, { uri, cause });
    }
    throw new StorageError(`Expected a file, found something else: ${path}`, { uri });
  }
}

function localPath(uri: string): string {
  const location = parseArtifactUri(uri);
  if (location.kind === 'local') return location.path;
  throw new StorageError(
    `${uri} is in object storage, which LocalArtifactStore cannot reach: pass a store that can, or a local path`,
    { uri },
  );
}
