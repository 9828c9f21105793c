import { z } from 'zod';
import type { Preprocessing } from './data/preprocessing.js';
import type { Stem } from './models/model-entry.js';
import { isModelName, type ModelName, modelRegistry } from './models/model-registry.js';

/** What a trained model is: enough to build it again, to feed it, and to name what it answers. */
export interface ModelCard {
  readonly architecture: ModelName;
  /** First layer, where the architecture offers a choice. */
  readonly stem?: Stem;
  /** Names of the classes, in the order of the outputs. */
  readonly labelNames: readonly string[];
  readonly preprocessing: Preprocessing;
}

const perChannel = z.array(z.number()).min(1);

const configFileSchema = z.object({
  architecture: z.string().refine(isModelName, { error: 'expected an architecture of this package' }),
  num_classes: z.int().positive(),
  model_args: z.object({ stem: z.enum(['7x7', '3x3']).optional() }).default({}),
  pretrained_cfg: z.object({
    input_size: z.tuple([z.union([z.literal(1), z.literal(3)]), z.int().positive(), z.int().positive()]),
    mean: perChannel,
    std: perChannel,
    crop_pct: z.number().positive(),
    interpolation: z.enum(['bilinear', 'bicubic']),
  }),
  label_names: z.array(z.string()),
});

/** The card as text of a `config.json` in timm's spelling. */
export function encodeModelCard({ architecture, stem, labelNames, preprocessing }: ModelCard): string {
  const { channels, imageSize, mean, std, cropPct, interpolation } = preprocessing;
  const config = {
    architecture,
    num_classes: labelNames.length,
    ...(stem === undefined ? {} : { model_args: { stem } }),
    pretrained_cfg: {
      input_size: [channels, imageSize, imageSize],
      mean,
      std,
      crop_pct: cropPct,
      interpolation,
      classifier: modelRegistry[architecture].classifier,
    },
    label_names: labelNames,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * Reads what {@link encodeModelCard} wrote.
 * @throws SyntaxError or ZodError when the text is something else.
 */
export function decodeModelCard(text: string): ModelCard {
  const config = configFileSchema.parse(JSON.parse(text));
  const { input_size, mean, std, crop_pct, interpolation } = config.pretrained_cfg;
  const [channels, imageSize] = input_size;
  return {
    architecture: config.architecture as ModelName,
    ...(config.model_args.stem === undefined ? {} : { stem: config.model_args.stem }),
    labelNames: config.label_names,
    preprocessing: { channels, imageSize, mean, std, cropPct: crop_pct, interpolation },
  };
}
