import { EngineError, type EngineErrorOptions } from './engine-error.js';

/** ONNX Runtime refused a graph or failed while running it; `cause` is its own error. */
export class RuntimeError extends EngineError {
  /** What was being done, e.g. `run the training step`. */
  readonly action: string;

  constructor(action: string, options: EngineErrorOptions) {
    const reason = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super('ENGINE_RUNTIME', `ONNX Runtime could not ${action}: ${reason}`, options);
    this.action = action;
  }
}
