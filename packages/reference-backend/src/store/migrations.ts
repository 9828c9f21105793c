import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Every change of the database's shape, in order of name. A released migration is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': { up: createInitialTables },
};

async function createInitialTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('users')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('subject', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('projects')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('training_jobs')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id').onDelete('cascade'))
    .addColumn('name', 'text')
    .addColumn('framework', 'text', (column) => column.notNull())
    .addColumn('model_name', 'text', (column) => column.notNull())
    .addColumn('task_type', 'text', (column) => column.notNull())
    .addColumn('dataset_path', 'text', (column) => column.notNull())
    .addColumn('dataset_format', 'text', (column) => column.notNull())
    .addColumn('num_classes', 'integer')
    .addColumn('epochs', 'integer', (column) => column.notNull())
    .addColumn('batch_size', 'integer', (column) => column.notNull())
    .addColumn('learning_rate', 'real', (column) => column.notNull())
    .addColumn('optimizer', 'text')
    .addColumn('device', 'text')
    .addColumn('pretrained', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('checkpoint_path', 'text')
    .addColumn('advanced_config', 'text', (column) => column.notNull().defaultTo('{}'))
    .addColumn('output_dir', 'text')
    .addColumn('params', 'text', (column) => column.notNull().defaultTo('{}'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('process_id', 'integer')
    .addColumn('current_epoch', 'integer')
    .addColumn('progress_percent', 'real')
    .addColumn('latest_metrics', 'text')
    .addColumn('started_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('error_message', 'text')
    .addColumn('final_accuracy', 'real')
    .addColumn('final_loss', 'real')
    .addColumn('best_epoch', 'integer')
    .addColumn('best_metrics', 'text')
    .addColumn('final_metrics', 'text')
    .addColumn('best_checkpoint_path', 'text')
    .addColumn('last_checkpoint_path', 'text')
    .addColumn('mlflow_run_id', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('training_jobs_project').on('training_jobs').columns(['project_id', 'id']).execute();
  await db.schema.createIndex('training_jobs_status').on('training_jobs').column('status').execute();

  await db.schema
    .createTable('training_metrics')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('job_id', 'integer', (column) => column.notNull().references('training_jobs.id').onDelete('cascade'))
    .addColumn('record_id', 'text')
    .addColumn('name', 'text')
    .addColumn('value', 'real')
    .addColumn('epoch', 'integer')
    .addColumn('step', 'integer')
    .addColumn('loss', 'real')
    .addColumn('accuracy', 'real')
    .addColumn('learning_rate', 'real')
    .addColumn('extra_metrics', 'text')
    .addColumn('checkpoint_path', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('training_metrics_job').on('training_metrics').columns(['job_id', 'id']).execute();

  await db.schema
    .createTable('training_logs')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('job_id', 'integer', (column) => column.notNull().references('training_jobs.id').onDelete('cascade'))
    .addColumn('record_id', 'text')
    .addColumn('log_type', 'text', (column) => column.notNull())
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('training_logs_job').on('training_logs').columns(['job_id', 'id']).execute();

  // A record sent twice is stored once; records without an id (NULL) never collide.
  for (const table of ['training_metrics', 'training_logs']) {
    await sql`create unique index ${sql.ref(`${table}_record`)} on ${sql.table(table)} (job_id, record_id)`.execute(db);
  }
}
