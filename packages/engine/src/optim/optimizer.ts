import type { Tensor } from '../graph/tensor.js';

/** One parameter's update, as an optimizer sees it. */
export interface UpdateCall {
  /** The old value. */
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** The optimizer's memory of this parameter, by slot name; same shape as the parameter, zeros at first. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** Scalars of this step, by name. */
  readonly scalars: Readonly<Record<string, Tensor>>;
  /** Whether weight decay applies to this parameter. */
  readonly decays: boolean;
}

/** What an update makes. */
export interface Update {
  readonly parameter: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

/** When a step's scalars are computed. */
export interface StepInfo {
  readonly learningRate: number;
  /** Steps done before this one. */
  readonly stepCount: number;
}

/** A rule that turns gradients into new parameters. Immutable; its memory lives in the trainer's state. */
export interface Optimizer {
  readonly name: string;
  /** Names of the tensors kept for each parameter. */
  readonly slots: readonly string[];
  /** Whether norms' scales and shifts and biases are decayed like weights. */
  readonly decaysNormsAndBiases: boolean;
  /** Values that change from step to step; `learningRate` among them. */
  scalars(step: StepInfo): Readonly<Record<string, number>>;
  update(call: UpdateCall): Update;
}
