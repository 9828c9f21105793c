import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { UserEnv } from '../auth/bearer-auth.js';
import { listModels, modelSchema } from './model-catalog.js';

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Tell whether the backend works',
  tags: ['service'],
  responses: {
    200: {
      description: 'It works',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
  },
});

const getModels = createRoute({
  method: 'get',
  path: '/api/v1/models',
  summary: 'List the models that installed adapters can train',
  tags: ['service'],
  security: [{ bearer: [] }],
  responses: {
    200: {
      description: 'Models',
      content: { 'application/json': { schema: z.object({ models: z.array(modelSchema) }) } },
    },
  },
});

/** What everybody may ask. */
export function createHealthRoutes(): OpenAPIHono {
  return new OpenAPIHono().openapi(getHealth, (context) => context.json({ status: 'ok' as const }, 200));
}

/** What can be trained here. */
export function createModelRoutes(workingDirectory: string): OpenAPIHono<UserEnv> {
  return new OpenAPIHono<UserEnv>().openapi(getModels, async (context) =>
    context.json({ models: await listModels(workingDirectory) }, 200),
  );
}
