import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StorageError } from '../errors/storage-error.js';

/** Where an artifact is. */
export type ArtifactLocation =
  | { kind: 'local'; path: string }
  /** An object in a bucket; the scheme says whose. */
  | { kind: 'object'; scheme: 's3' | 'r2'; bucket: string; key: string };

/**
 * Reads the address of an artifact: `s3://bucket/key`, `r2://bucket/key`, `file:///…` or a plain path.
 * @throws StorageError naming the URI, for another scheme or a missing bucket or key.
 */
export function parseArtifactUri(uri: string): ArtifactLocation {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(uri)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      if (uri === '') throw new StorageError('Empty path: expected a local path or a URI', { uri });
      return { kind: 'local', path: resolve(uri) };
    case 'file':
      return { kind: 'local', path: fileUriToPath(uri) };
    case 's3':
    case 'r2': {
      const [, bucket, key] = /^[^:]+:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
      if (bucket === undefined || key === undefined) {
        throw new StorageError(`Invalid URI ${uri}: expected ${scheme}://bucket/key`, { uri });
      }
      return { kind: 'object', scheme, bucket, key };
    }
    default:
      throw new StorageError(
        `Unknown scheme "${scheme}://" in ${uri}: expected s3://, r2://, file:/// or a local path`,
        {
          uri,
        },
      );
  }
}

function fileUriToPath(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (cause) {
    throw new StorageError(`Invalid URI ${uri}: expected file:/// and an absolute path`, { uri, cause });
  }
}
