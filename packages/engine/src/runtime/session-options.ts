import type { InferenceSession } from 'onnxruntime-node';

/** How ONNX Runtime uses the machine. */
export interface RuntimeOptions {
  /**
   * Threads within one op.
   * @default the number of physical cores
   */
  readonly threads?: number;
  /**
   * Whether waiting threads spin, which is faster on an otherwise idle machine and wasteful on a shared one.
   * @default true
   */
  readonly spinning?: boolean;
  /**
   * Start of the name of files that ONNX Runtime writes each session's time per op to, as Chrome trace JSON, when the
   * session is disposed.
   * @default none are written
   */
  readonly profilePrefix?: string;
}

/** ONNX Runtime's own options for a session on the CPU. */
export function sessionOptions({
  threads,
  spinning = true,
  profilePrefix,
}: RuntimeOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }),
    executionMode: 'sequential',
    enableCpuMemArena: true,
    enableMemPattern: true,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
  };
}
