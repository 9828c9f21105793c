import { mlp } from './mlp.js';
import type { ModelEntry } from './model-entry.js';
import { resnet18 } from './resnet18.js';
import { SMALL_CNN_MIN_IMAGE_SIZE, smallCnn } from './small-cnn.js';

/** Names of the architectures this package can train. */
export type ModelName = 'mlp' | 'small_cnn' | 'resnet18';

const HALF = [0.5, 0.5, 0.5] as const;
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

/** Every architecture by name. */
export const modelRegistry: { readonly [Name in ModelName]: ModelEntry } = {
  mlp: {
    taskType: 'image_classification',
    build: mlp,
    classifier: 'fc3',
    stems: [],
    imageSize: 28,
    minImageSize: 1,
    mean: HALF,
    std: HALF,
    cropPct: 1,
    interpolation: 'bilinear',
  },
  small_cnn: {
    taskType: 'image_classification',
    build: smallCnn,
    classifier: 'fc',
    stems: [],
    imageSize: 32,
    minImageSize: SMALL_CNN_MIN_IMAGE_SIZE,
    mean: HALF,
    std: HALF,
    cropPct: 1,
    interpolation: 'bilinear',
  },
  resnet18: {
    taskType: 'image_classification',
    build: resnet18,
    classifier: 'fc',
    stems: ['7x7', '3x3'],
    imageSize: 224,
    minImageSize: 1,
    mean: IMAGENET_MEAN,
    std: IMAGENET_STD,
    cropPct: 0.95,
    interpolation: 'bicubic',
  },
};

/** All names of {@link modelRegistry}. */
export const modelNames = Object.keys(modelRegistry) as readonly ModelName[];

/** Whether an architecture of this name is there. */
export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(modelRegistry, name);
}
