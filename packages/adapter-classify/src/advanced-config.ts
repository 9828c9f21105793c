import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const range = z.tuple([z.number().positive(), z.number().positive()]).refine(([low, high]) => low <= high, {
  error: 'expected [low, high] with low ≤ high',
});

const augmentationSchema = z.strictObject({
  /** Area of the random resized crop as a fraction of the image, [min, max]; [1, 1] crops nothing. @default [0.35, 1] */
  scale: range.refine(([, high]) => high <= 1, { error: 'expected fractions of at most 1' }).default([0.35, 1]),
  /** Width over height of that crop, [min, max]. @default [3/4, 4/3] */
  ratio: range.default([3 / 4, 4 / 3]),
  /** Probability of mirroring left to right; 0 where orientation carries meaning, as in digits. @default 0.5 */
  horizontalFlip: fraction.default(0.5),
});

/**
 * Schema of `advancedConfig` for the framework `classify`. Every field has a default; an unknown one is refused by name.
 */
export const classifyAdvancedConfigSchema = z.strictObject({
  /** Fraction of every class held out where the dataset has no validation split. @default 0.2 */
  valFraction: z.number().positive().max(0.9).default(0.2),
  /** What to do about an image that cannot be decoded: fail and name it, or leave it out and count it. @default 'error' */
  onUnreadableImage: z.enum(['error', 'skip']).default('error'),
  /** Bound in bytes on decoded images kept in memory between epochs, for each split. @default 512 MiB */
  cacheBytes: z
    .int()
    .nonnegative()
    .default(512 * 2 ** 20),
  /** Batches decoded ahead of the training step. @default 2 */
  prefetchBatches: z.int().positive().default(2),

  /** Height and width of the input in pixels, for callers that cannot set `model.imageSize`. @default the model's */
  imageSize: z.int().positive().optional(),
  /** 3 for colour, 1 for luminance. @default 3 */
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
  /** First layer of a ResNet: `7x7` with pooling, as published, or `3x3` for images of some 32 pixels. @default '7x7' */
  stem: z.enum(['7x7', '3x3']).optional(),
  /** Random changes to training images; `none` shows them as in validation. @default {} */
  augmentation: z.union([z.literal('none'), augmentationSchema]).prefault({}),
  /** Validation resizes the shorter side to imageSize / cropPct, then crops the centre. @default the model's */
  cropPct: z.number().positive().max(1).optional(),
  /** Resampling of images. @default the model's */
  interpolation: z.enum(['bilinear', 'bicubic']).optional(),

  /** Momentum of SGD. @default 0.9 */
  momentum: z.number().min(0).lt(1).default(0.9),
  /** Whether the momentum looks ahead. @default false */
  nesterov: z.boolean().default(false),
  /** L2 penalty of weights. @default 5e-4 */
  weightDecay: z.number().nonnegative().default(5e-4),
  /** Threads within one operation of the network. @default the number of physical cores */
  threads: z.int().positive().optional(),
  /** Probability mass of the label that is spread over all classes. @default 0 */
  labelSmoothing: z.number().min(0).lt(1).default(0),
  /** Course of the learning rate after the warm-up: `cosine` falls to 0 at the last epoch's end. @default 'cosine' */
  schedule: z.enum(['constant', 'cosine']).default('cosine'),
  /** Epochs (fractions allowed) over which the learning rate rises linearly from 0. @default 0.5 */
  warmupEpochs: z.number().nonnegative().default(0.5),
});

/** Checked settings of the framework `classify`, defaults filled in. */
export type ClassifyAdvancedConfig = z.output<typeof classifyAdvancedConfigSchema>;
