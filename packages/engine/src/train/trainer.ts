import { EngineError } from '../errors/engine-error.js';
import { InputError } from '../errors/input-error.js';
import { WeightsError } from '../errors/weights-error.js';
import { formatShape, type Shape, sizeOf, type TensorType } from '../graph/tensor-type.js';
import type { TargetValues } from '../losses/loss.js';
import type { LoweringTarget } from '../lower/lowering-target.js';
import type { RuntimeOptions } from '../runtime/session-options.js';
import type { HostTensor, NamedTensors } from '../weights/host-tensor.js';
import { batchCounterNames } from './batch-counter.js';
import { CompiledProgram } from './compiled-program.js';
import { drawMask } from './draw-mask.js';
import {
  evaluationProgram,
  type Program,
  predictionProgram,
  type TrainingDefinition,
  trainingProgram,
} from './programs.js';
import { copyTensors, type LoadReport, StateStore } from './state-store.js';

/** Images and their targets. */
export interface Batch {
  /** float32 [N, ...] in row-major order, e.g. [N, C, H, W]; N may differ from call to call. */
  readonly images: Float32Array;
  /** What the loss compares with; for cross-entropy int32 class indices [N]. */
  readonly labels: TargetValues;
}

/** A batch to learn from. */
export interface TrainingBatch extends Batch {
  readonly learningRate: number;
}

/** What a step or an evaluation computes. */
export interface BatchResult {
  /** The batch's loss; not finite when training has diverged. */
  readonly loss: number;
  /** The network's output, float32 [N, K] for a classifier; from before the update. */
  readonly logits: Float32Array;
}

/** What a {@link Trainer} is made from; see `compileTraining`. */
export interface TrainerConfig extends TrainingDefinition {
  readonly inputShape: Shape;
  readonly seed: number;
  readonly target: LoweringTarget;
  readonly runtime: RuntimeOptions;
}

const programs = { train: trainingProgram, evaluate: evaluationProgram, predict: predictionProgram };
const STEP_COUNT = 'trainer.step_count';

/**
 * A network in training: its weights, its optimizer's memory and its compiled steps. Calls must not overlap. Same seed,
 * same data, same thread count: bit-identical results. Dispose it to free native memory.
 */
export class Trainer implements Disposable {
  readonly #config: TrainerConfig;
  readonly #store: StateStore;
  readonly #compiled = new Map<string, CompiledProgram>();
  #stepCount = 0;
  #isBusy = false;

  constructor(config: TrainerConfig) {
    this.#config = config;
    this.#store = new StateStore(config.model, config.optimizer, config.seed);
  }

  /** Training steps done, over all resumes. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /** Shape that training was compiled for, `[N, ...]`; other N are compiled on first use. */
  get inputShape(): Shape {
    return this.#config.inputShape;
  }

  /** Elements of all trained parameters. */
  get parameterCount(): number {
    return this.#store.parameterCount;
  }

  /** The network. */
  get model(): TrainerConfig['model'] {
    return this.#config.model;
  }

  /** Compiles the training step for a batch size ahead of its first use. */
  async prepare(batchSize: number): Promise<void> {
    await this.#program('train', batchSize);
  }

  /**
   * One step of training: forward, backward, update. A loss that is not finite is returned, not thrown.
   * @throws InputError when images or labels do not fit
   */
  async step({ images, labels, learningRate }: TrainingBatch): Promise<BatchResult> {
    if (!Number.isFinite(learningRate)) {
      throw new InputError({ operand: 'learningRate', expected: 'a finite number', actual: String(learningRate) });
    }
    return this.#exclusively(async () => {
      const compiled = await this.#program('train', this.#batchSize(images));
      const scalars = this.#config.optimizer.scalars({ learningRate, stepCount: this.#stepCount });
      const masks = compiled.program.masks.map(
        (mask) => [mask.stream, drawMask(mask, this.#config.seed, this.#stepCount)] as const,
      );
      const results = await compiled.run({
        ...this.#feeds(images, labels, compiled.program),
        ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [`scalar.${name}`, scalarTensor(value)])),
        ...Object.fromEntries(masks),
      });
      this.#stepCount += 1;
      return batchResult(results);
    });
  }

  /** Loss and output in evaluation mode; changes nothing. @throws InputError when images or labels do not fit */
  async evaluate({ images, labels }: Batch): Promise<BatchResult> {
    return this.#exclusively(async () => {
      const compiled = await this.#program('evaluate', this.#batchSize(images));
      return batchResult(await compiled.run(this.#feeds(images, labels, compiled.program)));
    });
  }

  /** The network's output in evaluation mode, float32. @throws InputError when the images do not fit */
  async predict(images: Float32Array): Promise<Float32Array> {
    return this.#exclusively(async () => {
      const batchSize = this.#batchSize(images);
      const compiled = await this.#program('predict', batchSize);
      const results = await compiled.run({ images: this.#images(images, batchSize) });
      return floats(results.logits);
    });
  }

  /** A copy of the model's parameters and buffers, under the names PyTorch's modules would give them. */
  state(): NamedTensors {
    const counters = batchCounterNames(this.#store.model.keys()).map((name): [string, HostTensor] => [
      name,
      { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(this.#stepCount)) },
    ]);
    return new Map([...copyTensors(this.#store.model), ...counters]);
  }

  /** A copy of all that {@link restore} needs to go on bit for bit: the state, the optimizer's memory and the step. */
  checkpoint(): NamedTensors {
    const stepCount: HostTensor = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(this.#stepCount)) };
    return new Map([...this.state(), ...copyTensors(this.#store.optimizer), [STEP_COUNT, stepCount]]);
  }

  /** Goes back to a {@link checkpoint}. @throws WeightsError when it is not one of this model and optimizer */
  restore(checkpoint: NamedTensors): void {
    const stepCount = checkpoint.get(STEP_COUNT)?.data[0];
    if (stepCount === undefined) {
      const problem = `there is no ${STEP_COUNT}: these are weights, to be loaded, not a checkpoint to go on from.`;
      throw new WeightsError({ source: 'checkpoint', problem });
    }
    this.#store.restore(checkpoint);
    this.#stepCount = Number(stepCount);
  }

  /**
   * Loads weights by name and says what fitted; a different head is left as it is.
   * @throws WeightsError if `strict` (default false) and not everything fitted
   */
  load(tensors: NamedTensors, { strict = false }: { readonly strict?: boolean } = {}): LoadReport {
    return this.#store.load(tensors, strict);
  }

  /** Frees native memory; the trainer cannot be used afterwards. */
  dispose(): void {
    for (const compiled of this.#compiled.values()) compiled[Symbol.dispose]();
    this.#compiled.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The state's buffers are updated in place: a second run meanwhile would read half of them. */
  async #exclusively<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isBusy) throw new EngineError('ENGINE_BUSY', 'Trainer: await the last call before the next one.');
    this.#isBusy = true;
    try {
      return await run();
    } finally {
      this.#isBusy = false;
    }
  }

  async #program(kind: keyof typeof programs, batchSize: number): Promise<CompiledProgram> {
    const key = `${kind} of ${batchSize}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const { inputShape, target, runtime } = this.#config;
    const program = programs[kind](this.#config, inputShape.with(0, batchSize));
    const states = new Map<string, HostTensor>([...this.#store.model, ...this.#store.optimizer]);
    const compiled = await CompiledProgram.create(key, program, states, target, runtime);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #batchSize(images: Float32Array): number {
    const perImage = sizeOf(this.inputShape.slice(1));
    const batchSize = images.length / perImage;
    if (!(images instanceof Float32Array) || !Number.isInteger(batchSize) || batchSize === 0) {
      const expected = `a Float32Array of N × ${perImage} elements, for images ${formatShape(this.inputShape.slice(1))}`;
      throw new InputError({ operand: 'images', expected, actual: `${images.length} elements` });
    }
    return batchSize;
  }

  #images(data: Float32Array, batchSize: number): HostTensor {
    return { dtype: 'float32', shape: this.inputShape.with(0, batchSize), data };
  }

  #feeds(images: Float32Array, labels: TargetValues, { logits }: Program): Record<string, HostTensor> {
    const { loss } = this.#config;
    const target = targetTensor(labels, loss.targetType(logits));
    loss.checkTarget(labels, logits);
    return { images: this.#images(images, this.#batchSize(images)), labels: target };
  }
}

function targetTensor(labels: TargetValues, { dtype, shape }: TensorType): HostTensor {
  const length = sizeOf(shape);
  if (labels.length !== length) {
    const expected = `${length} values, ${formatShape(shape)}`;
    throw new InputError({ operand: 'labels', expected, actual: `${labels.length} values` });
  }
  if (dtype === 'int32' && labels instanceof Int32Array) return { dtype, shape, data: labels };
  if (dtype === 'float32' && labels instanceof Float32Array) return { dtype, shape, data: labels };
  const expected = dtype === 'int32' ? 'an Int32Array' : 'a Float32Array';
  throw new InputError({ operand: 'labels', expected, actual: `a ${labels.constructor.name}` });
}

function batchResult(results: Readonly<Record<string, HostTensor>>): BatchResult {
  return { loss: floats(results.loss)[0] ?? Number.NaN, logits: floats(results.logits) };
}

function floats(tensor: HostTensor | undefined): Float32Array {
  return tensor?.dtype === 'float32' ? tensor.data : new Float32Array(0);
}

function scalarTensor(value: number): HostTensor {
  return { dtype: 'float32', shape: [], data: Float32Array.of(value) };
}
