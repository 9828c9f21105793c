import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { isLoopbackHost } from '../config/loopback-host.js';
import { RequestError } from '../errors/request-error.js';

/** Replaced in the page by the token of a backend without accounts. */
const TOKEN_MARK = '%ACCESS_TOKEN%';

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const dashboardFolder = join(
  dirname(fileURLToPath(import.meta.resolve('@vision/reference-backend/package.json'))),
  'dist/dashboard',
);

/**
 * The dashboard.
 * @param localToken asked at each request: the token to put into the page, undefined where users bring their own
 */
export function createPageRoutes(localToken: () => string | undefined): Hono {
  const app = new Hono();
  app.get('/', async (context) => {
    const token = localToken();
    // A page of another site that had its name point here must not read the token.
    if (token !== undefined && !isLoopbackHost(new URL(context.req.url).hostname)) {
      throw new RequestError(421, 'HOST_NOT_LOCAL', 'This backend answers to localhost only');
    }
    const page = await readFile(join(dashboardFolder, 'index.html'), 'utf8').catch((cause: unknown) => {
      throw new RequestError(404, 'DASHBOARD_NOT_BUILT', 'The dashboard is not built; run "npm run build"', { cause });
    });
    context.header('Cache-Control', 'no-store');
    context.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    return context.html(page.replace(TOKEN_MARK, token ?? ''));
  });
  app.use(
    '/assets/*',
    serveStatic({
      root: dashboardFolder,
      onFound: (_, context) => context.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  );
  return app;
}
