import { defineConfig } from 'vitest/config';

// Properties over real files take seconds where several packages are tested at once.
export default defineConfig({ test: { testTimeout: 60_000 } });
