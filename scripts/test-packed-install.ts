/**
 * Packs every publishable package, installs the archives into empty projects as a user would, and there type-checks and
 * runs the examples of README.md on each supported Node line.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ReadmeExample, readExamples } from './readme-examples.ts';
import { BackendProcess } from './reference-backend-process.ts';
import { writeSamplePhotos } from './sample-photos.ts';

const run = promisify(execFile);
const NODE_LINES = ['22', '24'];
const HEAVY_PACKAGES = ['onnxruntime-node', 'sharp', '@aws-sdk'];
const COMPILER_OPTIONS = {
  target: 'es2023',
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
};
const root = join(import.meta.dirname, '..');

const work = await mkdtemp(join(tmpdir(), 'vision-pack-'));
try {
  const archives = await packAll(join(work, 'archives'));
  const examples = await readExamples(join(root, 'README.md'));
  for (const line of NODE_LINES) {
    const project = await createProject(join(work, `node-${line}`), Object.values(archives), line);
    await writeSamplePhotos(join(project, 'photos'));
    for (const example of examples) await writeFile(join(project, example.file), example.code);
    await runIn(project, 'node_modules/.bin/tsc', ['-p', '.']);
    await using backend = await BackendProcess.start(project);
    for (const example of examples) await runExample(project, example, backend);
  }
  await checkLoggerOnlyProject(archives);
} finally {
  await rm(work, { recursive: true, force: true });
}

/** Runs one example, as a job of the backend if it reports: the backend must learn from it alone that it completed. */
async function runExample(project: string, { file, reports }: ReadmeExample, backend: BackendProcess): Promise<void> {
  if (!reports) return runIn(project, 'node_modules/.bin/node', [file]);
  const { id, environment } = await backend.createJob(file);
  await runIn(project, 'node_modules/.bin/node', [file], environment);
  const { status, metrics } = await backend.readJob(id);
  console.log(`${file}: the backend says ${status}, ${metrics} metrics`);
  if (status !== 'completed' || metrics === 0)
    throw new Error(`${file} left its job ${status} with ${metrics} metrics.`);
}

/** Archive paths by package name. */
async function packAll(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const archives: Record<string, string> = {};
  for (const name of await readdir(join(root, 'packages'))) {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
    });
    const packed = Object.values(JSON.parse(stdout) as Record<string, { name: string; filename: string }>);
    for (const archive of packed) archives[archive.name] = join(folder, archive.filename);
  }
  return archives;
}

async function createProject(folder: string, archives: string[], nodeLine: string): Promise<string> {
  await mkdir(folder);
  const manifest = { name: 'consumer', private: true, type: 'module', allowScripts: { node: true } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  const tools = [`node@${nodeLine}`, 'typescript@7', `@types/node@${nodeLine}`];
  await runIn(folder, 'npm', ['install', '--no-audit', '--no-fund', ...archives, ...tools], {
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  });
  return folder;
}

/** Whoever embeds only the logger must not pay for training. */
async function checkLoggerOnlyProject(archives: Record<string, string>): Promise<void> {
  const sdk = archives['@vision/trainer-sdk'];
  if (sdk === undefined) throw new Error('npm pack produced no archive of @vision/trainer-sdk.');
  const project = await createProject(join(work, 'logger-only'), [sdk], '24');
  const program = `import { TrainingLogger } from '@vision/trainer-sdk'; await new TrainingLogger({ jobId: 1 }).close();`;
  await writeFile(join(project, 'logger.ts'), program);
  await runIn(project, 'node_modules/.bin/node', ['logger.ts']);
  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as { packages: object };
  const installed = Object.keys(lock.packages);
  const heavy = HEAVY_PACKAGES.filter((name) => installed.some((path) => path.startsWith(`node_modules/${name}`)));
  if (heavy.length > 0) throw new Error(`A logger-only project installs ${heavy.join(', ')}; it must not.`);
  console.log(`logger-only project: ${installed.length} packages, none of ${HEAVY_PACKAGES.join(', ')}`);
}

async function runIn(folder: string, command: string, parameters: string[], environment = {}): Promise<void> {
  console.log(`[${folder.slice(work.length + 1)}] ${command.split('/').at(-1)} ${parameters.join(' ').slice(0, 100)}`);
  const { stdout } = await run(command, parameters, { cwd: folder, env: { ...process.env, ...environment } });
  if (stdout.trim() !== '') console.log(stdout.trimEnd());
}
