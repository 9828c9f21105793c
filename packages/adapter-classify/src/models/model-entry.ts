import type { Module } from '@vision/engine';
import type { Interpolation } from '../data/preprocessing.js';

/** First layers of a ResNet: as published, or for small images. */
export type Stem = '7x7' | '3x3';

/** What varies between networks of one architecture. */
export interface BuildModelOptions {
  readonly numClasses: number;
  /** Channels of the input. */
  readonly inChannels: number;
  /** Side of the square input in pixels. */
  readonly imageSize: number;
  /** Only for architectures with a choice. @default '7x7' */
  readonly stem?: Stem;
}

/** One architecture: how it is built, and what it expects of its input unless told otherwise. */
export interface ModelEntry {
  readonly taskType: 'image_classification';
  build(options: BuildModelOptions): Module;
  /** Name of the last layer, which a change of classes replaces. */
  readonly classifier: string;
  /** First layers to choose from; empty where there is no choice. */
  readonly stems: readonly Stem[];
  /** Side of the input in pixels. */
  readonly imageSize: number;
  /** Side of the smallest input that leaves the last layer something to see. */
  readonly minImageSize: number;
  /** Per channel of RGB, of values 0 … 1. */
  readonly mean: readonly [number, number, number];
  /** Per channel of RGB. */
  readonly std: readonly [number, number, number];
  readonly cropPct: number;
  readonly interpolation: Interpolation;
}
