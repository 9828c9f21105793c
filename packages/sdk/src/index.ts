export { TrainerError, type TrainerErrorOptions } from './errors/trainer-error.js';
