import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/protocol/index.ts', 'src/testing/index.ts', 'src/cli/vision-train.ts'],
  format: ['esm'],
  platform: 'node',
  clean: true,
  sourcemap: true,
  removeNodeProtocol: false,
});
