import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestBackend } from './fixtures/test-backend.ts';

const JWT_SECRET = 'a secret that is long enough to sign with';

describe('with one local user', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await TestBackend.open();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  test('nothing of the user is open without the token', async () => {
    for (const path of [
      '/api/v1/projects',
      '/api/v1/training/jobs',
      '/api/v1/training/jobs/1/logs',
      '/api/v1/models',
    ]) {
      const response = await fetch(backend.url + path);
      expect(response.status).toBe(401);
      expect((await backend.api(path, undefined, 'wrong')).body.error.code).toBe('TOKEN_INVALID');
    }
  });

  test('projects', async () => {
    const created = await backend.api('/api/v1/projects', { name: 'Digits', description: 'ten classes' });
    expect(created).toMatchObject({ status: 201, body: { name: 'Digits', description: 'ten classes' } });
    expect((await backend.api(`/api/v1/projects/${created.body.id}`)).body).toEqual(created.body);
    expect((await backend.api('/api/v1/projects')).body.projects[0]).toEqual(created.body);
    expect((await backend.api('/api/v1/projects/999')).status).toBe(404);
    const nameless = await backend.api('/api/v1/projects', {});
    expect(nameless).toMatchObject({ status: 422, body: { error: { fields: [{ path: 'name' }] } } });
  });

  test('jobs', async () => {
    const id = await backend.createJob({ name: 'First', advanced_config: { nested: { deep: [1] } } });
    const { body: job } = await backend.api(`/api/v1/training/jobs/${id}`);
    expect(job).toMatchObject({ id, name: 'First', status: 'pending', advanced_config: { nested: { deep: [1] } } });
    const later = await backend.createJob();
    const list = async (query: string) => (await backend.api(`/api/v1/training/jobs?${query}`)).body.jobs;
    expect((await list('limit=2')).map((listed: { id: number }) => listed.id)).toEqual([later, id]);
    expect(await list(`project_id=${job.project_id}`)).toEqual([job]);
    expect(await list('status=completed')).toEqual([]);
    expect((await list(`before=${later}`))[0].id).toBe(id);
    expect((await backend.api('/api/v1/training/jobs?limit=none')).body.error.fields[0].path).toBe('limit');
  });

  test('a pending job is cancelled at once, and only a pending one can be started', async () => {
    const id = await backend.createJob();
    const cancel = () => backend.api(`/api/v1/training/jobs/${id}/cancel`, {});
    expect((await cancel()).body.status).toBe('cancelled');
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const start = await backend.api(`/api/v1/training/jobs/${id}/start`, {});
    expect(start).toMatchObject({ status: 400, body: { error: { code: 'JOB_NOT_PENDING' } } });
    const done = await backend.createJob();
    await backend.trainer('PATCH', `/internal/training/${done}/status`, { status: 'completed' });
    expect((await backend.api(`/api/v1/training/jobs/${done}/cancel`, {})).status).toBe(409);
  });

  test('logs: the tail, what follows, one stream, a search', async () => {
    const id = await backend.createJob();
    const records = Array.from({ length: 30 }, (_, index) => ({
      message: `line ${index}${index % 10 === 0 ? ' 100%_done' : ''}`,
      log_type: index % 2 === 0 ? 'stdout' : 'stderr',
    }));
    await backend.trainer('POST', `/internal/training/${id}/logs`, { records });
    const read = async (query: string) => {
      const { body } = await backend.api(`/api/v1/training/jobs/${id}/logs?${query}`);
      return { ...body, lines: body.logs.map(({ content }: { content: string }) => content) };
    };
    const tail = await read('limit=2');
    expect(tail).toMatchObject({ lines: ['line 28', 'line 29'], total: 30 });
    const first = await read('limit=3&after=0');
    expect(first.lines).toEqual(['line 0 100%_done', 'line 1', 'line 2']);
    expect((await read(`limit=1&after=${first.next_after}`)).lines).toEqual(['line 3']);
    expect(await read(`after=${tail.next_after}`)).toMatchObject({ lines: [], next_after: tail.next_after });
    expect((await read('log_type=stderr&limit=2')).lines).toEqual(['line 27', 'line 29']);
    expect((await read('search=100%25_DONE')).lines).toHaveLength(3);
    expect((await read('search=100%25xdone')).lines).toEqual([]);
  });

  test('metrics: by name, and only what is new', async () => {
    const id = await backend.createJob();
    const path = `/api/v1/training/jobs/${id}/metrics`;
    await backend.trainer('POST', `/internal/training/${id}/metrics`, { epoch: 1, loss: 1, accuracy: 0.5 });
    const { body } = await backend.api(`${path}?name=loss`);
    expect(body.series.map(({ name }: { name: string }) => name)).toEqual(['loss']);
    await backend.trainer('POST', `/internal/training/${id}/metrics`, { epoch: 2, loss: 0.9 });
    const { body: news } = await backend.api(`${path}?after=${body.next_after}`);
    expect(news.series).toMatchObject([{ name: 'loss', points: [{ epoch: 2, value: 0.9 }] }]);
    expect(news.total).toBe(2);
  });

  test('the page carries the token, for a browser on this machine only', async () => {
    const page = await fetch(backend.url);
    expect(await page.text()).toContain(`content="${backend.backend.userToken}"`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const rebound = await backend.backend.fetch(new Request('http://attacker.example/'));
    expect(rebound.status).toBe(421);
  });

  test('the API describes itself', async () => {
    const { body: document } = await backend.api('/openapi.json');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/health',
        '/internal/training/{id}/metrics',
        '/api/v1/training/jobs/{id}/callback/completion',
        '/api/v1/training/jobs/{id}/start',
      ]),
    );
    expect(document.paths['/api/v1/training/jobs/{id}']).toHaveProperty('patch');
    expect(await (await fetch(`${backend.url}/health`)).json()).toEqual({ status: 'ok' });
  });

  test('an address that does not exist says so in JSON', async () => {
    const { status, body } = await backend.api('/api/v1/nothing');
    expect({ status, code: body.error.code }).toEqual({ status: 404, code: 'NOT_FOUND' });
  });
});

test('the models are those that installed adapters say they have', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vision-models-'));
  const install = async (name: string, content: string): Promise<void> => {
    await mkdir(join(folder, 'node_modules/@vision', name), { recursive: true });
    await writeFile(join(folder, 'node_modules/@vision', name, 'package.json'), content);
  };
  const model = { model_name: 'resnet18', task_type: 'image_classification', parameters: 11_700_000, input_size: 224 };
  await install('adapter-good', JSON.stringify({ vision: { framework: 'good', models: [model] } }));
  await install('adapter-silent', '{}');
  await install('adapter-broken', '{');
  await using backend = await TestBackend.open({ workingDirectory: folder });
  const { body } = await backend.api('/api/v1/models');
  expect(body.models).toContainEqual({ framework: 'good', pretrained: false, ...model });
  await rm(folder, { recursive: true });
});

describe('with JSON web tokens', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await TestBackend.open({ jwtSecret: JWT_SECRET });
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const tokenOf = (subject: string, secret = JWT_SECRET, expires = '1h') =>
    new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret));

  test('users see and touch only what is theirs', async () => {
    const [ann, bob] = await Promise.all([tokenOf('ann'), tokenOf('bob')]);
    const { body: project } = await backend.api('/api/v1/projects', { name: "Ann's" }, ann);
    expect((await backend.api(`/api/v1/projects/${project.id}`, undefined, bob)).status).toBe(403);
    expect((await backend.api('/api/v1/projects', undefined, bob)).body.projects).toEqual([]);
    const job = {
      project_id: project.id,
      framework: 'logistic',
      model_name: 'm',
      task_type: 'image_classification',
      dataset_path: 'd',
      dataset_format: 'json',
      epochs: 1,
      batch_size: 1,
      learning_rate: 1,
    };
    expect((await backend.api('/api/v1/training/jobs', job, bob)).status).toBe(403);
    const { body: created } = await backend.api('/api/v1/training/jobs', job, ann);
    for (const path of ['', '/logs', '/metrics']) {
      expect((await backend.api(`/api/v1/training/jobs/${created.id}${path}`, undefined, bob)).status).toBe(403);
    }
    expect((await backend.api(`/api/v1/training/jobs/${created.id}/start`, {}, bob)).status).toBe(403);
    expect((await backend.api(`/api/v1/training/jobs/${created.id}/cancel`, {}, bob)).status).toBe(403);
  });

  test('a token must be signed with the secret and still be valid', async () => {
    const forged = await tokenOf('ann', 'another secret, of the same kind and length');
    const expired = await tokenOf('ann', JWT_SECRET, '-1s');
    for (const token of [forged, expired, 'no.jwt.atall', '']) {
      expect((await backend.api('/api/v1/projects', undefined, token)).status).toBe(401);
    }
  });

  test('the page carries no token', async () => {
    expect(await (await fetch(backend.url)).text()).toContain('name="access-token" content=""');
  });
});

test('beyond loopback both secrets must be set, and the error names the missing one', async () => {
  await using backend = await TestBackend.open();
  await expect(backend.backend.listen({ host: '0.0.0.0', port: 0 })).rejects.toThrow(/^INTERNAL_AUTH_TOKEN: /);
  await using withToken = await TestBackend.open({ internalToken: 'a token for trainers' });
  await expect(withToken.backend.listen({ host: '0.0.0.0', port: 0 })).rejects.toThrow(/^JWT_SECRET: /);
});
