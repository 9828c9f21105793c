/** Which of a job's checkpoints. */
export type CheckpointKind = 'best' | 'last';

/** Whose checkpoint it is. */
export interface CheckpointOwner {
  projectId: number;
  jobId: number;
}

/** Options of every transfer. */
export interface TransferOptions {
  signal?: AbortSignal;
  /** Called as bytes move. */
  onProgress?: (progress: { transferredBytes: number; totalBytes: number }) => void;
}

/** Keeps datasets and checkpoints under URIs: `r2://bucket/key`, `s3://bucket/key`, `file:///…` or a plain local path. */
export interface ArtifactStore {
  /**
   * Stores a checkpoint as `checkpoints/projects/{projectId}/jobs/{jobId}/{kind}.<extension of the file>`.
   * @returns Its URI.
   * @throws StorageError
   */
  uploadCheckpoint(
    path: string,
    destination: CheckpointOwner & { kind: CheckpointKind },
    options?: TransferOptions,
  ): Promise<string>;

  /**
   * Makes a checkpoint available on this machine.
   * @returns Local path of a complete, verified file that must not be changed.
   * @throws StorageError
   */
  downloadCheckpoint(uri: string, options?: TransferOptions): Promise<string>;

  /**
   * Makes a dataset available on this machine.
   * @param directory Where to put it if it has to be fetched; absent means the store's cache.
   * @returns Local path of the dataset.
   * @throws StorageError
   */
  downloadDataset(uri: string, options?: TransferOptions & { directory?: string }): Promise<string>;

  /**
   * An address from which anyone can download the artifact for a while.
   * @throws StorageError when the store cannot give one.
   */
  presignDownload(uri: string, options: { expiresInSeconds: number }): Promise<string>;
}
