export { type CrossEntropyOptions, crossEntropy } from './cross-entropy.js';
export type { Loss, TargetValues } from './loss.js';
