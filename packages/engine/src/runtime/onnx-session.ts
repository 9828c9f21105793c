import { InferenceSession, Tensor } from 'onnxruntime-node';
import { RuntimeError } from '../errors/runtime-error.js';
import type { HostTensor } from '../weights/host-tensor.js';
import { type RuntimeOptions, sessionOptions } from './session-options.js';

/** Values by the name of the graph's input or output. */
export type SessionValues = Readonly<Record<string, HostTensor>>;

/** A compiled ONNX graph. Owns native memory: dispose it. */
export class OnnxSession implements Disposable {
  readonly #session: InferenceSession;
  readonly #wrappers = new WeakMap<HostTensor, Tensor>();
  #isDisposed = false;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /**
   * Compiles a model given as a file's path or as its bytes.
   * @throws RuntimeError when ONNX Runtime refuses it
   */
  static async create(model: string | Uint8Array<ArrayBuffer>, options: RuntimeOptions = {}): Promise<OnnxSession> {
    try {
      const settings = sessionOptions(options);
      const session =
        typeof model === 'string'
          ? await InferenceSession.create(model, settings)
          : await InferenceSession.create(model, settings);
      return new OnnxSession(session);
    } catch (cause) {
      throw new RuntimeError(typeof model === 'string' ? `open ${model}` : 'compile a graph', { cause });
    }
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * Runs the graph once, blocking the thread meanwhile.
   *
   * @param feeds one value for every input
   * @param fetches where to write outputs; an output's buffer may be that of an input, which updates it in place.
   *   Outputs left out are allocated by ONNX Runtime.
   * @param results outputs to return; by default all
   */
  async run(
    feeds: SessionValues,
    fetches: SessionValues = {},
    results: readonly string[] = this.outputNames,
  ): Promise<Record<string, HostTensor>> {
    const outputs = this.outputNames.map((name) => [name, fetches[name] ? this.#wrap(fetches[name]) : null]);
    const inputs = Object.entries(feeds).map(([name, value]) => [name, this.#wrap(value)]);
    try {
      const values = await this.#session.run(Object.fromEntries(inputs), Object.fromEntries(outputs));
      return Object.fromEntries(results.map((name) => [name, unwrap(name, values[name])]));
    } catch (cause) {
      throw new RuntimeError('run a graph', { cause });
    }
  }

  /** State is passed at every run: its wrappers are kept as long as it lives. */
  #wrap(value: HostTensor): Tensor {
    const known = this.#wrappers.get(value);
    if (known !== undefined) return known;
    const wrapper = new Tensor(value.dtype, value.data, value.shape);
    this.#wrappers.set(value, wrapper);
    return wrapper;
  }

  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    void this.#session.release();
  }
}

function unwrap(name: string, tensor: Tensor | undefined): HostTensor {
  if (tensor === undefined) throw new Error(`there is no output ${name}`);
  return { dtype: tensor.type, shape: tensor.dims, data: tensor.data } as HostTensor;
}
