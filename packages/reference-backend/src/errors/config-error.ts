import { BackendError } from './backend-error.js';

/** A setting is missing or wrong. `setting` is the option or environment variable to change. */
export class ConfigError extends BackendError {
  override readonly name = 'ConfigError';
  readonly setting: string;

  constructor(setting: string, problem: string) {
    super('CONFIG_INVALID', `${setting}: ${problem}`);
    this.setting = setting;
  }
}
