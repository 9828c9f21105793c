import { OpenAPIHono } from '@hono/zod-openapi';
import { encodeErrorBody, INTERNAL_AUTH_HEADER, WEBSOCKET_PATH } from '@vision/trainer-sdk/protocol';
import { requireUser, type UserEnv } from '../auth/bearer-auth.js';
import type { UserAccess } from '../auth/user-access.js';
import type { JobBus } from '../jobs/job-bus.js';
import type { JobControl } from '../jobs/job-control.js';
import type { JobIntake } from '../jobs/job-intake.js';
import type { WebSocketSink } from '../sinks/websocket-sink.js';
import type { JobStore } from '../store/job-store.js';
import { limitBodySize } from './body-size.js';
import { respondToError } from './error-response.js';
import { createJobRoutes } from './job-routes.js';
import { createPageRoutes } from './page-routes.js';
import { createProjectRoutes } from './project-routes.js';
import { createRecordRoutes } from './record-routes.js';
import { createHealthRoutes, createModelRoutes } from './service-routes.js';
import { createTrainerRoutes } from './trainer-routes.js';
import { createWatchRoutes } from './watch-routes.js';

const MAX_REQUEST_BYTES = 100 * 1024 * 1024;

/** What the routes work with. */
export interface AppParts {
  readonly store: JobStore;
  readonly bus: JobBus;
  readonly intake: JobIntake;
  readonly control: JobControl;
  readonly sink: WebSocketSink;
  readonly access: UserAccess;
  readonly internalToken: string;
  readonly workingDirectory: string;
  /** The token to put into the page, where that is safe. */
  readonly pageToken: () => string | undefined;
  /** Told of every error that is not the caller's. */
  readonly onError: (error: unknown) => void;
}

/** Everything the backend answers. */
export function createApp(parts: AppParts): OpenAPIHono<UserEnv> {
  const { store, bus, intake, control, sink, access, internalToken, workingDirectory, pageToken, onError } = parts;
  const app = new OpenAPIHono<UserEnv>();
  app.onError((error, context) => respondToError(error, context, onError));
  app.notFound((context) =>
    context.json(encodeErrorBody('NOT_FOUND', `There is nothing at ${context.req.method} ${context.req.path}`), 404),
  );
  app.use(limitBodySize(MAX_REQUEST_BYTES));

  app.route('/', createHealthRoutes());
  app.route('/', createTrainerRoutes(intake, internalToken));
  // In order: what trainers call under /api/v1 has its own guard and never gets here.
  app.use('/api/v1/*', requireUser(access, store));
  app.route('/', createProjectRoutes(store));
  app.route('/', createJobRoutes(store, control, bus));
  app.route('/', createRecordRoutes(store));
  app.route('/', createModelRoutes(workingDirectory));
  app.route('/', createWatchRoutes(sink));
  app.route('/', createPageRoutes(pageToken));

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'internalToken', {
    type: 'apiKey',
    in: 'header',
    name: INTERNAL_AUTH_HEADER,
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Vision training backend',
      version: '1',
      description: `Projects, training jobs and what trainers report about them. Watch live at ${WEBSOCKET_PATH}.`,
    },
  });
  return app;
}
