import { EngineError, type NamedTensors, readSafetensors, writeSafetensors } from '@vision/engine';
import { CheckpointError, type CheckpointInfo, decodeCheckpointInfo, encodeCheckpointInfo } from '@vision/trainer-sdk';
import { decodeModelCard, encodeModelCard, type ModelCard } from './model-card.js';

/** What one checkpoint file holds. */
export interface Checkpoint {
  /** Weights, buffers, the optimizer's memory and the step count. */
  readonly tensors: NamedTensors;
  readonly card: ModelCard;
  /** How far the run was. */
  readonly info: CheckpointInfo;
}

/** Writes a checkpoint as one safetensors file, atomically; card and info go into its metadata. */
export async function writeCheckpoint(path: string, { tensors, card, info }: Checkpoint): Promise<void> {
  await writeSafetensors(path, tensors, { model: encodeModelCard(card), info: encodeCheckpointInfo(info) });
}

/**
 * Reads what {@link writeCheckpoint} wrote.
 *
 * @throws {CheckpointError} When the file is missing, damaged, or none of this package.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const { tensors, metadata } = await readWeights(path);
  try {
    if (metadata.model === undefined) throw new Error('it has weights, but does not say of which model');
    return { tensors, card: decodeModelCard(metadata.model), info: decodeCheckpointInfo(metadata.info) };
  } catch (cause) {
    throw new CheckpointError(`Checkpoint ${path} is none of this adapter: ${(cause as Error).message}`, {
      path,
      cause,
    });
  }
}

/**
 * Reads a safetensors file of any origin.
 *
 * @throws {CheckpointError} When the file is missing or damaged.
 */
export async function readWeights(path: string): ReturnType<typeof readSafetensors> {
  try {
    return await readSafetensors(path);
  } catch (cause) {
    if (!EngineError.isInstance(cause)) throw cause;
    throw new CheckpointError(`Checkpoint ${path}: ${cause.message}`, { path, cause });
  }
}
