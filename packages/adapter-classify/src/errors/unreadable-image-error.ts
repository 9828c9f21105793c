import { TrainerError } from '@vision/trainer-sdk';

/** An image could not be decoded: the file is missing, cut short, or no image of a supported format. */
export class UnreadableImageError extends TrainerError {
  override readonly name = 'UnreadableImageError';
  static override readonly code = 'IMAGE_UNREADABLE';
  /** The image's file; undefined when bytes were given. */
  readonly path: string | undefined;

  constructor(path: string | undefined, options: { cause?: unknown } = {}) {
    const reason =
      options.cause instanceof Error ? options.cause.message.trim().replace(/\s*\n\s*/g, '; ') : 'unknown reason';
    super(UnreadableImageError.code, `Cannot read image ${path ?? '(bytes)'}: ${reason}`, options);
    this.path = path;
  }
}
