import type { TaskType } from '../protocol/task-type.js';

/** An image to run a model on: a local path, or the bytes of an encoded image file. */
export type InferenceInput = string | Uint8Array;

/** Options of one inference. */
export interface InferenceOptions {
  /** Leave out predictions below this confidence, 0 to 1. @default 0.25 */
  confidenceThreshold?: number;
  /** Overlap above which of two boxes the weaker is left out, 0 to 1. @default 0.45 */
  iouThreshold?: number;
  signal?: AbortSignal;
}

/** A class and how sure the model is of it. */
export interface LabelPrediction {
  label: string;
  /** 0 to 1. */
  confidence: number;
}

/** A found object: xyxy, in pixels of the original image, origin at the top left. */
export interface BoxPrediction extends LabelPrediction {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** What a model says about one image. */
export interface InferenceResult {
  taskType: TaskType;
  /** Time of the model alone, without decoding the image. */
  inferenceTimeMs: number;
  predictedLabel?: string;
  /** Confidence of `predictedLabel`, 0 to 1. */
  confidence?: number;
  /** The five most likely classes, most likely first. */
  top5Predictions?: LabelPrediction[];
  predictedBoxes?: BoxPrediction[];
}
