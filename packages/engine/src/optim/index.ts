export { type AdamWOptions, adamw } from './adamw.js';
export type { Optimizer, StepInfo, Update, UpdateCall } from './optimizer.js';
export { type SgdOptions, sgd } from './sgd.js';
