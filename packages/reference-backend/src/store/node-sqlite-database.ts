import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const MAX_CACHED_STATEMENTS = 200;

/**
 * Opens a SQLite file with Node's own driver, in the shape Kysely's SQLite dialect expects.
 * Write-ahead logging lets readers go on while a batch is written; `synchronous` stays FULL, so that an
 * acknowledged record survives a power cut.
 *
 * @param path file path, or `:memory:`
 */
export function openNodeSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA foreign_keys = ON');
  const statements = new Map<string, SqliteStatement>();

  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (sql) => {
      const cached = statements.get(sql);
      if (cached !== undefined) return cached;
      if (statements.size >= MAX_CACHED_STATEMENTS) statements.clear();
      const statement = toKyselyStatement(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  // Kysely hands over `unknown[]`; its SQLite compiler only ever binds what a column type of `tables.ts` allows.
  const bind = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bind(parameters)),
    run: (parameters) => statement.run(...bind(parameters)),
    iterate: (parameters) => statement.iterate(...bind(parameters)),
  };
}
