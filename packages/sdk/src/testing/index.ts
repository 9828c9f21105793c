export { TrainerError } from '../errors/trainer-error.js';
