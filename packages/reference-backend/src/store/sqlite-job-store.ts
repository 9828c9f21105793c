import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogRecord, MetricRecord } from '@vision/trainer-sdk/protocol';
import { CamelCasePlugin, Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { BackendError } from '../errors/backend-error.js';
import type { Job, JobUpdate, NewJob } from './job.js';
import { jobOfRow, rowOfNewJob, rowOfUpdate } from './job-row.js';
import type {
  JobChange,
  JobQuery,
  JobStore,
  LogQuery,
  MetricQuery,
  RecordTotals,
  StoredLog,
  StoredMetric,
} from './job-store.js';
import { logOfRow, rowOfLog } from './log-row.js';
import { metricOfRow, rowOfMetric } from './metric-row.js';
import { migrations } from './migrations.js';
import { openNodeSqlite } from './node-sqlite-database.js';
import type { NewProject, Project, User } from './project.js';
import type { Tables } from './tables.js';

/** SQLite takes at most 32,766 bound values in one statement; a metric row binds 12. */
const ROWS_PER_INSERT = 1_000;

/** Keeps everything in one SQLite file through Node's own driver. */
export class SqliteJobStore implements JobStore {
  readonly #db: Kysely<Tables>;

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * Opens or creates the file and brings its tables up to date.
   * @param path file path, whose directory is made when missing, or `:memory:`
   * @throws BackendError `STORE_UNAVAILABLE` when the file cannot be opened or migrated
   */
  static async open(path: string): Promise<SqliteJobStore> {
    try {
      if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
      const dialect = new SqliteDialect({ database: openNodeSqlite(path) });
      const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
      const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw error;
      return new SqliteJobStore(db);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new BackendError('STORE_UNAVAILABLE', `The database ${path} cannot be opened: ${reason}`, { cause });
    }
  }

  async keepSetting(name: string, value: string): Promise<string> {
    await this.#db
      .insertInto('settings')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const kept = await this.#db
      .selectFrom('settings')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return kept.value;
  }

  async ensureUser(subject: string): Promise<User> {
    await this.#db
      .insertInto('users')
      .values({ subject, createdAt: now() })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute();
    return this.#db.selectFrom('users').selectAll().where('subject', '=', subject).executeTakeFirstOrThrow();
  }

  async createProject(project: NewProject): Promise<Project> {
    const createdAt = now();
    return this.#db
      .insertInto('projects')
      .values({ ...project, createdAt, updatedAt: createdAt })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async findProject(id: number): Promise<Project | undefined> {
    return this.#db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async listProjects(userId: number): Promise<Project[]> {
    return this.#db.selectFrom('projects').selectAll().where('userId', '=', userId).orderBy('id', 'desc').execute();
  }

  async createJob(job: NewJob): Promise<Job> {
    return this.#db.transaction().execute(async (transaction) => {
      const { id } = await transaction
        .insertInto('trainingJobs')
        .values(rowOfNewJob(job, now()))
        .returning('id')
        .executeTakeFirstOrThrow();
      const row = await selectJobs(transaction).where('trainingJobs.id', '=', id).executeTakeFirstOrThrow();
      return jobOfRow(row);
    });
  }

  async findJob(id: number): Promise<Job | undefined> {
    const row = await selectJobs(this.#db).where('trainingJobs.id', '=', id).executeTakeFirst();
    return row && jobOfRow(row);
  }

  async listJobs({ userId, projectId, statuses, beforeId, limit = 100 }: JobQuery): Promise<Job[]> {
    const rows = await selectJobs(this.#db)
      .$if(userId !== undefined, (query) => query.where('projects.userId', '=', userId ?? 0))
      .$if(projectId !== undefined, (query) => query.where('projectId', '=', projectId ?? 0))
      .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
      .$if(beforeId !== undefined, (query) => query.where('trainingJobs.id', '<', beforeId ?? 0))
      .orderBy('trainingJobs.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(jobOfRow);
  }

  async changeJob(id: number, decide: (job: Job) => JobUpdate | undefined): Promise<JobChange | undefined> {
    return this.#db.transaction().execute(async (transaction) => {
      const row = await selectJobs(transaction).where('trainingJobs.id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const before = jobOfRow(row);
      const update = decide(before);
      if (update === undefined) return { before, after: before };
      const updatedAt = now();
      await transaction
        .updateTable('trainingJobs')
        .set(rowOfUpdate(update, updatedAt))
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return { before, after: { ...before, ...update, updatedAt } };
    });
  }

  async appendMetrics(jobId: number, records: readonly MetricRecord[]): Promise<StoredMetric[]> {
    const arrival = now();
    return this.#db.transaction().execute(async (transaction) => {
      const stored: StoredMetric[] = [];
      for (const chunk of chunksOf(records, ROWS_PER_INSERT)) {
        const rows = await transaction
          .insertInto('trainingMetrics')
          .values(chunk.map((record) => rowOfMetric(jobId, record, arrival)))
          .onConflict((conflict) => conflict.columns(['jobId', 'recordId']).doNothing())
          .returningAll()
          .execute();
        stored.push(...rows.map(metricOfRow));
      }
      return stored;
    });
  }

  async appendLogs(jobId: number, records: readonly LogRecord[]): Promise<StoredLog[]> {
    const arrival = now();
    return this.#db.transaction().execute(async (transaction) => {
      const stored: StoredLog[] = [];
      for (const chunk of chunksOf(records, ROWS_PER_INSERT)) {
        const rows = await transaction
          .insertInto('trainingLogs')
          .values(chunk.map((record) => rowOfLog(jobId, record, arrival)))
          .onConflict((conflict) => conflict.columns(['jobId', 'recordId']).doNothing())
          .returningAll()
          .execute();
        stored.push(...rows.map(logOfRow));
      }
      return stored;
    });
  }

  async readMetrics(jobId: number, { afterId = 0, limit }: MetricQuery = {}): Promise<StoredMetric[]> {
    const rows = await this.#db
      .selectFrom('trainingMetrics')
      .selectAll()
      .where('jobId', '=', jobId)
      .where('id', '>', afterId)
      .orderBy('id')
      .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
      .execute();
    return rows.map(metricOfRow);
  }

  async readLogs(jobId: number, { afterId, limit, logType, search }: LogQuery): Promise<StoredLog[]> {
    const isTail = afterId === undefined;
    const rows = await this.#db
      .selectFrom('trainingLogs')
      .selectAll()
      .where('jobId', '=', jobId)
      .where('id', '>', afterId ?? 0)
      .$if(logType !== undefined, (query) => query.where('logType', '=', logType ?? 'stdout'))
      .$if(search !== undefined, (query) =>
        query.where(sql<boolean>`${sql.ref('content')} like ${likePattern(search ?? '')} escape '\\'`),
      )
      .orderBy('id', isTail ? 'desc' : 'asc')
      .limit(limit)
      .execute();
    const logs = rows.map(logOfRow);
    return isTail ? logs.reverse() : logs;
  }

  async countRecords(jobId: number): Promise<RecordTotals> {
    const metrics = await this.#db
      .selectFrom('trainingMetrics')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('id').as('lastId')])
      .where('jobId', '=', jobId)
      .executeTakeFirstOrThrow();
    const logs = await this.#db
      .selectFrom('trainingLogs')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('id').as('lastId')])
      .where('jobId', '=', jobId)
      .executeTakeFirstOrThrow();
    return {
      metrics: metrics.count,
      logs: logs.count,
      lastMetricId: metrics.lastId ?? 0,
      lastLogId: logs.lastId ?? 0,
    };
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

function selectJobs(db: Kysely<Tables>) {
  return db
    .selectFrom('trainingJobs')
    .innerJoin('projects', 'projects.id', 'trainingJobs.projectId')
    .selectAll('trainingJobs')
    .select('projects.userId as userId');
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

function now(): string {
  return new Date().toISOString();
}
