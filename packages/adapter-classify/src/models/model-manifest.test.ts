import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { modelRegistry } from './model-registry.js';

interface Manifest {
  vision: { framework: string; models: { model_name: string; task_type: string; input_size: number }[] };
}

it('package.json lists the models as the registry has them', async () => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { vision } = JSON.parse(text) as Manifest;
  const listed = vision.models.map(({ model_name: name, task_type: taskType, input_size: imageSize }) => [
    name,
    { taskType, imageSize },
  ]);
  const registered = Object.entries(modelRegistry).map(([name, { taskType, imageSize }]) => [
    name,
    { taskType, imageSize },
  ]);
  expect(listed).toEqual(registered);
});
