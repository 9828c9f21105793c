import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Whole training runs, on machines that may be busy with others.
  test: { testTimeout: 120_000, hookTimeout: 60_000 },
});
