import type { PgBoss } from "pg-boss";

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** What runs one statement, which is a transaction of its own. Throws what the driver throws. */
export type Queryable = {
  query(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
};

/** A PostgreSQL with pg-boss on it: a server, or the one inside of this process. */
export type Database = Queryable & {
  readonly kind: "embedded" | "postgres";
  readonly boss: PgBoss;
  /**
   * An SQL expression to select in a statement that must be on disk when it is answered. Where the server decides
   * that, it does nothing.
   */
  readonly durably: string;
  /** Calls back with what other processes notify; null where there can be none. Throws if it cannot listen. */
  readonly listen: ((channel: string, heard: (payload: string) => void) => Promise<Listening>) | null;
  /**
   * Has something done whenever the database inside of this process was started anew, before anything else is; it
   * may have forgotten then what it did last. Never called where the database is a server.
   */
  onRestart(restore: (database: Queryable) => Promise<void>): void;
  /** Bytes that are free on the disk of the database; null where that is not ours to see. */
  readonly room: (() => Promise<number>) | null;
  /** Ends pg-boss and closes the database. */
  close(): Promise<void>;
};

export type Listening = { close(): Promise<void> };

/** The schema of pg-boss's own tables. */
export const BOSS_SCHEMA = "by_name_jobs";

/** A text column. Throws if the row has no text there. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`The database gave no text in the column ${column}.`);
  return value;
}

/** As `text`, or null where the column is. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** A column of numbers (`::int` or `::float8`; the drivers give larger ones as text). Throws as `text` does. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`The database gave no number in the column ${column}.`);
  return value;
}

/** As `number`, or null where the column is. */
export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}
