import type { AdapterConfigInput } from './adapter-config.js';
import type { TrainingAdapter } from './training-adapter.js';

/** What an adapter package exports, so that `vision-train --framework <name>` finds it as `@vision/adapter-<name>`. */
export interface AdapterModule {
  /** @throws ConfigError naming every wrong setting. */
  createAdapter(config: AdapterConfigInput): TrainingAdapter<unknown>;
}
