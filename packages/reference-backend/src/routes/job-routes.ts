import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { jobStatusSchema } from '@vision/trainer-sdk/protocol';
import type { UserEnv } from '../auth/bearer-auth.js';
import { JobNotFoundError } from '../errors/job-not-found-error.js';
import { RequestError } from '../errors/request-error.js';
import type { JobBus } from '../jobs/job-bus.js';
import type { JobControl } from '../jobs/job-control.js';
import type { Job } from '../store/job.js';
import type { JobStore } from '../store/job-store.js';
import type { User } from '../store/project.js';
import { errorResponses, refuseInvalid } from './error-response.js';
import { requireOwnProject } from './project-routes.js';
import { encodeJob, idParamsSchema, jobSchema, newJobSchema } from './resource-schema.js';

const shared = { tags: ['jobs'], security: [{ bearer: [] }] };
const jobContent = { 'application/json': { schema: jobSchema } };
const refusals = errorResponses({ 403: "Somebody else's", 404: 'Unknown job' });

const createJob = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/training/jobs',
  summary: 'Create a training job; it waits as pending until it is started',
  request: { body: { content: { 'application/json': { schema: newJobSchema } }, required: true } },
  responses: {
    201: { description: 'Created', content: jobContent },
    ...errorResponses({ 403: "Somebody else's project", 404: 'Unknown project', 422: 'Bad body' }),
  },
});

const listJobs = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/training/jobs',
  summary: "List one's training jobs, newest first",
  request: {
    query: z.object({
      project_id: z.coerce.number().int().positive().optional(),
      status: jobStatusSchema.optional(),
      before: z.coerce.number().int().positive().optional().openapi({ description: 'Only jobs with a smaller id' }),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: {
    200: {
      description: 'Jobs',
      content: { 'application/json': { schema: z.object({ jobs: z.array(jobSchema) }) } },
    },
    ...errorResponses({ 422: 'Bad query' }),
  },
});

const getJob = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/training/jobs/{id}',
  summary: 'Get a training job',
  request: { params: idParamsSchema },
  responses: { 200: { description: 'Job', content: jobContent }, ...refusals },
});

const startJob = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/training/jobs/{id}/start',
  summary: 'Start a pending job',
  request: { params: idParamsSchema },
  responses: {
    200: { description: 'Started', content: jobContent },
    ...refusals,
    ...errorResponses({ 400: 'The job is not pending', 502: 'No trainer could be started' }),
  },
});

const cancelJob = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/training/jobs/{id}/cancel',
  summary: 'Cancel a job',
  request: { params: idParamsSchema },
  responses: {
    200: { description: 'Cancelled, or cancelling while its trainer stops', content: jobContent },
    ...refusals,
    ...errorResponses({ 409: 'The job has completed or failed' }),
  },
});

/** Training jobs of the user who asks. */
export function createJobRoutes(store: JobStore, control: JobControl, bus: JobBus): OpenAPIHono<UserEnv> {
  return new OpenAPIHono<UserEnv>({ defaultHook: refuseInvalid })
    .openapi(createJob, async (context) => {
      const body = context.req.valid('json');
      await requireOwnProject(store, body.project_id, context.get('user'));
      const job = await store.createJob({
        projectId: body.project_id,
        name: body.name ?? null,
        framework: body.framework,
        modelName: body.model_name,
        taskType: body.task_type,
        datasetPath: body.dataset_path,
        datasetFormat: body.dataset_format,
        numClasses: body.num_classes ?? null,
        epochs: body.epochs,
        batchSize: body.batch_size,
        learningRate: body.learning_rate,
        optimizer: body.optimizer ?? null,
        device: body.device ?? null,
        pretrained: body.pretrained,
        checkpointPath: body.checkpoint_path ?? null,
        advancedConfig: body.advanced_config,
        outputDir: body.output_dir ?? null,
      });
      bus.emit('job', job);
      return context.json(encodeJob(job), 201);
    })
    .openapi(listJobs, async (context) => {
      const { project_id: projectId, status, before: beforeId, limit } = context.req.valid('query');
      const jobs = await store.listJobs({
        userId: context.get('user').id,
        ...(projectId === undefined ? {} : { projectId }),
        ...(status === undefined ? {} : { statuses: [status] }),
        ...(beforeId === undefined ? {} : { beforeId }),
        limit,
      });
      return context.json({ jobs: jobs.map(encodeJob) }, 200);
    })
    .openapi(getJob, async (context) => {
      const job = await requireOwnJob(store, context.req.valid('param').id, context.get('user'));
      return context.json(encodeJob(job), 200);
    })
    .openapi(startJob, async (context) => {
      const { id } = await requireOwnJob(store, context.req.valid('param').id, context.get('user'));
      return context.json(encodeJob(await control.start(id)), 200);
    })
    .openapi(cancelJob, async (context) => {
      const { id } = await requireOwnJob(store, context.req.valid('param').id, context.get('user'));
      return context.json(encodeJob(await control.cancel(id)), 200);
    });
}

/** @throws JobNotFoundError, or RequestError 403 for somebody else's job */
export async function requireOwnJob(store: JobStore, jobId: number, user: User): Promise<Job> {
  const job = await store.findJob(jobId);
  if (job === undefined) throw new JobNotFoundError(jobId);
  if (job.userId !== user.id) throw new RequestError(403, 'JOB_FORBIDDEN', `Job ${jobId} belongs to somebody else`);
  return job;
}
