import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/cli/vision-backend.ts'],
  format: ['esm'],
  platform: 'node',
  clean: true,
  sourcemap: true,
});
