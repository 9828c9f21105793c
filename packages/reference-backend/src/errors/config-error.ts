import { BackendError } from './backend-error.js';

/** A setting is missing or wrong. `setting` is the option or environment variable to change. */
export class ConfigError extends BackendError {
  override readonly name = 'ConfigError';
  static readonly code = 'CONFIG_INVALID';
  readonly setting: string;

  constructor(setting: string, problem: string) {
    super(ConfigError.code, `${setting}: ${problem}`);
    this.setting = setting;
  }

  /** True for wrong settings, also those of another installed copy of this package. */
  static override isInstance(error: unknown): error is ConfigError {
    return BackendError.isInstance(error) && error.code === ConfigError.code;
  }
}
