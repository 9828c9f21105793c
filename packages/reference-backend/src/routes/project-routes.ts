import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { UserEnv } from '../auth/bearer-auth.js';
import { RequestError } from '../errors/request-error.js';
import type { JobStore } from '../store/job-store.js';
import type { Project, User } from '../store/project.js';
import { errorResponses, refuseInvalid } from './error-response.js';
import { encodeProject, idParamsSchema, newProjectSchema, projectSchema } from './resource-schema.js';

const shared = { tags: ['projects'], security: [{ bearer: [] }] };
const projectContent = { 'application/json': { schema: projectSchema } };

const createProject = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/projects',
  summary: 'Create a project',
  request: { body: { content: { 'application/json': { schema: newProjectSchema } }, required: true } },
  responses: { 201: { description: 'Created', content: projectContent }, ...errorResponses({ 422: 'Bad body' }) },
});

const listProjects = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/projects',
  summary: "List one's projects, newest first",
  responses: {
    200: {
      description: 'Projects',
      content: { 'application/json': { schema: z.object({ projects: z.array(projectSchema) }) } },
    },
  },
});

const getProject = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/projects/{id}',
  summary: 'Get a project',
  request: { params: idParamsSchema },
  responses: {
    200: { description: 'Project', content: projectContent },
    ...errorResponses({ 403: "Somebody else's", 404: 'Unknown project' }),
  },
});

/** Projects of the user who asks. */
export function createProjectRoutes(store: JobStore): OpenAPIHono<UserEnv> {
  return new OpenAPIHono<UserEnv>({ defaultHook: refuseInvalid })
    .openapi(createProject, async (context) => {
      const { name, description } = context.req.valid('json');
      const userId = context.get('user').id;
      const project = await store.createProject({ userId, name, description: description ?? null });
      return context.json(encodeProject(project), 201);
    })
    .openapi(listProjects, async (context) => {
      const projects = await store.listProjects(context.get('user').id);
      return context.json({ projects: projects.map(encodeProject) }, 200);
    })
    .openapi(getProject, async (context) => {
      const project = await requireOwnProject(store, context.req.valid('param').id, context.get('user'));
      return context.json(encodeProject(project), 200);
    });
}

/** @throws RequestError 404 for an unknown project, 403 for somebody else's */
export async function requireOwnProject(store: JobStore, projectId: number, user: User): Promise<Project> {
  const project = await store.findProject(projectId);
  if (project === undefined) throw new RequestError(404, 'PROJECT_NOT_FOUND', `There is no project ${projectId}`);
  if (project.userId !== user.id) {
    throw new RequestError(403, 'PROJECT_FORBIDDEN', `Project ${projectId} belongs to somebody else`);
  }
  return project;
}
