import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { taskTypeSchema } from '@vision/trainer-sdk/protocol';

/** A model that can be trained. */
export const modelSchema = z
  .object({
    framework: z.string(),
    model_name: z.string(),
    task_type: taskTypeSchema,
    parameters: z.int().positive().nullish().openapi({ description: 'Trainable weights at the usual head' }),
    input_size: z.int().positive().nullish().openapi({ description: 'Usual edge length, pixels' }),
    pretrained: z.boolean().default(false),
  })
  .openapi('Model');

/** The part of an adapter's package.json that says what it can train; reading it runs none of the adapter's code. */
const adapterPackageSchema = z.object({
  vision: z.object({
    framework: z.string().min(1),
    models: z.array(modelSchema.omit({ framework: true })),
  }),
});

/** The models of the `@vision/adapter-*` packages installed for a working directory, by framework and name. */
export async function listModels(workingDirectory: string): Promise<z.output<typeof modelSchema>[]> {
  const models = new Map<string, z.output<typeof modelSchema>>();
  for (const scope of scopeFolders(workingDirectory)) {
    const names = await readdir(scope).catch(() => []);
    for (const name of names.filter((entry) => entry.startsWith('adapter-')).sort()) {
      const offer = await readOffer(join(scope, name, 'package.json'));
      if (offer === undefined) continue;
      const { framework } = offer;
      for (const model of offer.models) {
        const key = `${framework}/${model.model_name}`;
        if (!models.has(key)) models.set(key, { framework, ...model });
      }
    }
  }
  return [...models.values()];
}

/** What an adapter's package.json offers; undefined where it says nothing readable. */
async function readOffer(path: string): Promise<z.output<typeof adapterPackageSchema>['vision'] | undefined> {
  try {
    return adapterPackageSchema.parse(JSON.parse(await readFile(path, 'utf8'))).vision;
  } catch {
    return undefined;
  }
}

/** Where Node would look for packages of our scope, nearest first. */
function scopeFolders(workingDirectory: string): string[] {
  const folders: string[] = [];
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '@vision'));
    if (dirname(folder) === folder) return folders;
  }
}
