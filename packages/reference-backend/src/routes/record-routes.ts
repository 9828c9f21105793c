import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { logTypes } from '@vision/trainer-sdk/protocol';
import type { UserEnv } from '../auth/bearer-auth.js';
import { downsample, seriesOfMetrics } from '../jobs/metric-series.js';
import { formatCursor } from '../sinks/stream-cursor.js';
import type { JobStore } from '../store/job-store.js';
import { errorResponses, refuseInvalid } from './error-response.js';
import { requireOwnJob } from './job-routes.js';
import { encodeLog, encodePoint, idParamsSchema, pointSchema, storedLogSchema } from './resource-schema.js';

const shared = { tags: ['records'], security: [{ bearer: [] }] };
const refusals = errorResponses({ 403: "Somebody else's", 404: 'Unknown job', 422: 'Bad query' });
const rowIdSchema = z.coerce.number().int().nonnegative().optional();

const getLogs = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/training/jobs/{id}/logs',
  summary: 'Read log lines, oldest first: the newest ones, or with "after" those that follow',
  request: {
    params: idParamsSchema,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(10_000).default(200),
      log_type: z.enum(logTypes).optional(),
      after: rowIdSchema.openapi({ description: 'Id of the last line already seen' }),
      search: z.string().min(1).max(500).optional(),
    }),
  },
  responses: {
    200: {
      description: 'Log lines',
      content: {
        'application/json': {
          schema: z.object({
            logs: z.array(storedLogSchema),
            total: z.int().openapi({ description: 'Lines stored for the job, whatever the filter' }),
            next_after: z.int().openapi({ description: 'Ask with this as "after" for what comes next' }),
          }),
        },
      },
    },
    ...refusals,
  },
});

const getMetrics = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/training/jobs/{id}/metrics',
  summary: 'Read metric curves',
  request: {
    params: idParamsSchema,
    query: z.object({
      name: z
        .union([z.string(), z.array(z.string())])
        .optional()
        .openapi({ description: 'Only these metrics; may be repeated' }),
      after: rowIdSchema.openapi({ description: '"next_after" of an earlier answer' }),
      buckets: z.coerce.number().int().min(1).max(10_000).optional().openapi({
        description: 'Thin each curve out to the smallest, largest and last point of this many stretches',
      }),
    }),
  },
  responses: {
    200: {
      description: 'Curves',
      content: {
        'application/json': {
          schema: z.object({
            series: z.array(
              z.object({
                name: z.string(),
                total: z.int().openapi({ description: 'Points before thinning out' }),
                points: z.array(pointSchema),
              }),
            ),
            total: z.int().openapi({ description: 'Records stored for the job, whatever the filter' }),
            next_after: z.int(),
            cursor: z.string().openapi({ description: 'Subscribe with this to get only what is not in this answer' }),
          }),
        },
      },
    },
    ...refusals,
  },
});

/** What trainers have recorded. */
export function createRecordRoutes(store: JobStore): OpenAPIHono<UserEnv> {
  return new OpenAPIHono<UserEnv>({ defaultHook: refuseInvalid })
    .openapi(getLogs, async (context) => {
      const { id } = await requireOwnJob(store, context.req.valid('param').id, context.get('user'));
      const { limit, log_type: logType, after: afterId, search } = context.req.valid('query');
      // Counted first: lines that arrive in between are sent again, never skipped.
      const totals = await store.countRecords(id);
      const logs = await store.readLogs(id, {
        limit,
        ...(logType === undefined ? {} : { logType }),
        ...(afterId === undefined ? {} : { afterId }),
        ...(search === undefined ? {} : { search }),
      });
      const nextAfter = logs.at(-1)?.id ?? afterId ?? totals.lastLogId;
      return context.json({ logs: logs.map(encodeLog), total: totals.logs, next_after: nextAfter }, 200);
    })
    .openapi(getMetrics, async (context) => {
      const { id } = await requireOwnJob(store, context.req.valid('param').id, context.get('user'));
      const { name, after: afterId, buckets } = context.req.valid('query');
      const totals = await store.countRecords(id);
      const metrics = await store.readMetrics(id, afterId === undefined ? {} : { afterId });
      const wanted = name === undefined ? undefined : [name].flat();
      const series = [...seriesOfMetrics(metrics)].filter(([key]) => wanted?.includes(key) ?? true);
      const metricId = metrics.at(-1)?.id ?? afterId ?? 0;
      return context.json(
        {
          series: series.map(([key, points]) => ({
            name: key,
            total: points.length,
            points: (buckets === undefined ? points : downsample(points, buckets)).map(encodePoint),
          })),
          total: totals.metrics,
          next_after: metricId,
          cursor: formatCursor({ metricId, logId: totals.lastLogId }),
        },
        200,
      );
    });
}
