// Train
export { type ClassifyAdvancedConfig, classifyAdvancedConfigSchema } from './advanced-config.js';
// Infer
export {
  type Classification,
  Classifier,
  type ClassifyOptions,
  type ClassPrediction,
  openClassifier,
  type Predictor,
} from './classifier.js';
export { ClassifyAdapter } from './classify-adapter.js';
export { createAdapter } from './create-adapter.js';
// Data
export type { Augmentation } from './data/augmentation.js';
export type { ImageInput } from './data/decode-image.js';
export { type ImageFolder, type ReadImageFolderOptions, readImageFolder, type Sample } from './data/image-folder.js';
export { type ImageBatch, ImageLoader, type ImageLoaderOptions, type LoadEpochOptions } from './data/image-loader.js';
export type { Interpolation, Preprocessing } from './data/preprocessing.js';
export { UnreadableImageError } from './errors/unreadable-image-error.js';
export type { ModelCard } from './model-card.js';

// Models
export type { BuildModelOptions, ModelEntry, Stem } from './models/model-entry.js';
export { type ModelName, modelRegistry } from './models/model-registry.js';
