import { lowerGraph, updatedName } from '../lower/lower-graph.js';
import type { LoweringTarget } from '../lower/lowering-target.js';
import { encodeModel } from '../onnx/encode-model.js';
import { OnnxSession } from '../runtime/onnx-session.js';
import type { RuntimeOptions } from '../runtime/session-options.js';
import type { HostTensor } from '../weights/host-tensor.js';
import type { Program } from './programs.js';

/** A program compiled for one batch size and bound to the state's buffers. Dispose it. */
export class CompiledProgram implements Disposable {
  readonly program: Program;
  readonly #session: OnnxSession;
  readonly #state: Readonly<Record<string, HostTensor>>;
  readonly #fetches: Readonly<Record<string, HostTensor>>;

  private constructor(program: Program, session: OnnxSession, states: ReadonlyMap<string, HostTensor>) {
    this.program = program;
    this.#session = session;
    const inputs = new Set(session.inputNames);
    this.#state = Object.fromEntries([...states].filter(([name]) => inputs.has(name)));
    this.#fetches = Object.fromEntries(
      [...program.updates.keys()].flatMap((name) => {
        const tensor = states.get(name);
        return tensor === undefined ? [] : [[updatedName(name), tensor]];
      }),
    );
  }

  /** @param states buffers of all states, which runs read and update in place */
  static async create(
    name: string,
    program: Program,
    states: ReadonlyMap<string, HostTensor>,
    target: LoweringTarget,
    runtime: RuntimeOptions,
  ): Promise<CompiledProgram> {
    const graph = lowerGraph({ name, outputs: program.outputs, updates: program.updates, target });
    return new CompiledProgram(program, await OnnxSession.create(encodeModel(graph), runtime), states);
  }

  /** Runs once; the state's buffers hold the new values afterwards. */
  run(feeds: Readonly<Record<string, HostTensor>>): Promise<Record<string, HostTensor>> {
    return this.#session.run({ ...this.#state, ...feeds }, this.#fetches, [...this.program.outputs.keys()]);
  }

  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}
