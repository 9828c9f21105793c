import { OpenAPIHono, z } from '@hono/zod-openapi';
import {
  completionReportSchema,
  endpoints,
  INTERNAL_AUTH_HEADER,
  jobPatchSchema,
  logsBodySchema,
  metricsBodySchema,
  progressReportSchema,
  readCompletionReport,
  readJobPatch,
  readLogsBody,
  readMetricsBody,
  readProgressReport,
  readStatusPatch,
  statusPatchSchema,
} from '@vision/trainer-sdk/protocol';
import type { Context } from 'hono';
import { requireInternalToken } from '../auth/internal-auth.js';
import { RequestError } from '../errors/request-error.js';
import type { IntakeResult, JobIntake } from '../jobs/job-intake.js';
import type { Job } from '../store/job.js';
import { errorResponses } from './error-response.js';
import { idParamsSchema } from './resource-schema.js';

const recordsAnswerSchema = z.object({ received: z.int(), stored: z.int() }).openapi('RecordsAccepted');
const stateAnswerSchema = z.object({ id: z.int(), status: z.string() }).openapi('JobState');

interface TrainerEndpoint {
  readonly method: 'post' | 'patch';
  readonly path: (typeof endpoints)['metrics'];
  readonly summary: string;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  readonly take: (jobId: number, body: unknown) => Promise<object>;
}

/** What trainers call. Bodies are read by the protocol's own readers, which name every wrong field. */
export function createTrainerRoutes(intake: JobIntake, internalToken: string): OpenAPIHono {
  const app = new OpenAPIHono();
  const guard = requireInternalToken(internalToken);
  for (const endpoint of trainerEndpoints(intake)) {
    app.on(endpoint.method.toUpperCase(), endpoint.path(':id'), guard, async (context) =>
      context.json(await endpoint.take(jobIdOf(context), await readJson(context))),
    );
    app.openAPIRegistry.registerPath({
      method: endpoint.method,
      path: endpoint.path('{id}'),
      summary: endpoint.summary,
      tags: ['trainer'],
      security: [{ internalToken: [] }],
      request: {
        params: idParamsSchema,
        body: { content: { 'application/json': { schema: endpoint.body } }, required: true },
      },
      responses: {
        200: { description: 'Taken', content: { 'application/json': { schema: endpoint.answer } } },
        ...errorResponses({
          401: `${INTERNAL_AUTH_HEADER} is missing`,
          403: 'Wrong token',
          404: 'Unknown job',
          422: 'Bad body',
        }),
      },
    });
  }
  return app;
}

function trainerEndpoints(intake: JobIntake): TrainerEndpoint[] {
  return [
    {
      method: 'post',
      path: endpoints.metrics,
      summary: 'Store metric records',
      body: metricsBodySchema,
      answer: recordsAnswerSchema,
      take: (jobId, body) => intake.metrics(jobId, readMetricsBody(body)),
    },
    {
      method: 'post',
      path: endpoints.logs,
      summary: 'Store log records',
      body: logsBodySchema,
      answer: recordsAnswerSchema,
      take: async (jobId, body) => {
        const { logs, metrics } = readLogsBody(body);
        return sumOf(await intake.logs(jobId, logs), await intake.metrics(jobId, metrics));
      },
    },
    {
      method: 'patch',
      path: endpoints.status,
      summary: "Report the job's status",
      body: statusPatchSchema,
      answer: stateAnswerSchema,
      take: async (jobId, body) => stateOf(await intake.status(jobId, readStatusPatch(body))),
    },
    {
      method: 'patch',
      path: endpoints.job,
      summary: "Report the job's status and final metrics",
      body: jobPatchSchema,
      answer: stateAnswerSchema,
      take: async (jobId, body) => stateOf(await intake.patch(jobId, readJobPatch(body))),
    },
    {
      method: 'post',
      path: endpoints.progress,
      summary: 'Report how far the run has come',
      body: progressReportSchema,
      answer: stateAnswerSchema,
      take: async (jobId, body) => stateOf(await intake.progress(jobId, readProgressReport(body))),
    },
    {
      method: 'post',
      path: endpoints.completion,
      summary: 'Report how the run ended',
      body: completionReportSchema,
      answer: stateAnswerSchema,
      take: async (jobId, body) => stateOf(await intake.completion(jobId, readCompletionReport(body))),
    },
  ];
}

function jobIdOf(context: Context): number {
  const text = context.req.param('id') ?? '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new RequestError(404, 'JOB_NOT_FOUND', `There is no job "${text}"`);
  return Number(text);
}

async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (cause) {
    throw new RequestError(422, 'BODY_NOT_JSON', 'The body is not JSON', {
      cause,
      fields: [{ path: '', message: 'expected JSON' }],
    });
  }
}

function sumOf(first: IntakeResult, second: IntakeResult): IntakeResult {
  return { received: first.received + second.received, stored: first.stored + second.stored };
}

function stateOf(job: Job): z.infer<typeof stateAnswerSchema> {
  return { id: job.id, status: job.status };
}
