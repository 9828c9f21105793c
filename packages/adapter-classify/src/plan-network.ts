import { type AdapterConfig, ConfigError } from '@vision/trainer-sdk';
import type { ClassifyAdvancedConfig } from './advanced-config.js';
import type { Preprocessing } from './data/preprocessing.js';
import type { Stem } from './models/model-entry.js';
import { isModelName, type ModelName, modelNames, modelRegistry } from './models/model-registry.js';

/** Which network a configuration asks for, and what it is fed. */
export interface NetworkPlan {
  readonly architecture: ModelName;
  readonly stem?: Stem;
  readonly preprocessing: Preprocessing;
}

/**
 * Settles what a configuration leaves to the architecture's defaults.
 *
 * @throws {ConfigError} When the architecture is unknown or lacks what the configuration asks of it.
 */
export function planNetwork({ model, advancedConfig }: AdapterConfig<ClassifyAdvancedConfig>): NetworkPlan {
  const { modelName, taskType, pretrained } = model;
  if (!isModelName(modelName)) throw wrong('model.modelName', oneOf(modelNames, modelName));
  const entry = modelRegistry[modelName];
  if (taskType !== entry.taskType) throw wrong('model.taskType', oneOf([entry.taskType], taskType));
  if (pretrained) {
    throw wrong('model.pretrained', `no published weights for ${modelName}; give weights as model.checkpointPath`);
  }
  const { stem, channels, cropPct, interpolation, imageSize = model.imageSize ?? entry.imageSize } = advancedConfig;
  if (model.imageSize !== undefined && model.imageSize !== imageSize) {
    throw wrong('advancedConfig.imageSize', `expected ${model.imageSize} as in model.imageSize, found ${imageSize}`);
  }
  if (imageSize < entry.minImageSize) {
    const field = model.imageSize === undefined ? 'advancedConfig.imageSize' : 'model.imageSize';
    throw wrong(field, `expected at least ${entry.minImageSize} for ${modelName}, found ${imageSize}`);
  }
  if (stem !== undefined && !entry.stems.includes(stem)) {
    throw wrong('advancedConfig.stem', `${modelName} has no choice of stems`);
  }
  return {
    architecture: modelName,
    ...(stem === undefined ? {} : { stem }),
    preprocessing: {
      imageSize,
      channels,
      mean: forChannels(entry.mean, channels),
      std: forChannels(entry.std, channels),
      cropPct: cropPct ?? entry.cropPct,
      interpolation: interpolation ?? entry.interpolation,
    },
  };
}

/** A configuration error about one field. */
export function wrong(path: string, message: string): ConfigError {
  return new ConfigError([{ path, message }]);
}

/** Words a value that is none of those expected. */
export function oneOf(expected: readonly string[], found: string): string {
  return `expected ${expected.map((value) => `"${value}"`).join(' or ')}, found "${found}"`;
}

function forChannels(perColour: readonly [number, number, number], channels: 1 | 3): readonly number[] {
  const [red, green, blue] = perColour;
  return channels === 3 ? perColour : [(red + green + blue) / 3];
}
