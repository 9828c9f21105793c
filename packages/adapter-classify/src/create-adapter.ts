import type { AdapterConfigInput } from '@vision/trainer-sdk';
import { ClassifyAdapter } from './classify-adapter.js';

/** Makes the adapter for one run; what `vision-train --framework classify` calls. @throws {ConfigError} */
export function createAdapter(config: AdapterConfigInput): ClassifyAdapter {
  return new ClassifyAdapter(config);
}
