import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/cli/vision-backend.ts'],
  format: ['esm'],
  platform: 'node',
  // `node:sqlite` has no other name.
  removeNodeProtocol: false,
  clean: true,
  sourcemap: true,
});
