import { TrainerError } from '@vision/trainer-sdk';

/** A dataset folder cannot be trained on as it is: missing, empty, or its splits disagree about the classes. */
export class DatasetError extends TrainerError {
  override readonly name: string = 'DatasetError';
  /** The file or folder that is wrong. */
  readonly path: string;

  constructor(path: string, problem: string, options: { cause?: unknown } = {}) {
    super('DATASET_INVALID', `Dataset ${path}: ${problem}`, options);
    this.path = path;
  }
}
