import { type Database, type Row, text } from "./database.ts";
import { type JsonObject, parseObject } from "./json.ts";
import { checkKey } from "./key.ts";
import { MEMORY } from "./schema.ts";

/** Small facts that must survive a restart: JSON by key. */
export type Memory = {
  /** What was put last; null where nothing was, or it is forgotten. */
  get(key: string): Promise<JsonObject | null>;
  /** Durable once it resolves. */
  put(key: string, value: JsonObject): Promise<void>;
  delete(key: string): Promise<void>;
  /** Those whose keys start so, in the order of the keys by code point; at most `limit` (1,000). */
  list(prefix: string, limit?: number): Promise<readonly Remembered[]>;
  /** Forgets what was last put before then. Gives how many facts that were. */
  forgetBefore(date: Date): Promise<number>;
};

export type Remembered = { readonly key: string; readonly value: JsonObject };

export function openMemory(database: Database): Memory {
  return {
    async get(key) {
      const [row] = await database.query(`SELECT value FROM ${MEMORY} WHERE key = $1`, [checkKey(key)]);
      return row === undefined ? null : remembered(row);
    },
    async put(key, value) {
      await database.query(
        `WITH put AS (
          INSERT INTO ${MEMORY} (key, value, written_at) VALUES ($1, $2, now())
          ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, written_at = EXCLUDED.written_at
        ) SELECT ${database.durably}`,
        [checkKey(key), JSON.stringify(value)],
      );
    },
    async delete(key) {
      await database.query(`DELETE FROM ${MEMORY} WHERE key = $1`, [checkKey(key)]);
    },
    async list(prefix, limit = 1_000) {
      const rows = await database.query(
        `SELECT key, value FROM ${MEMORY} WHERE key >= $1 AND starts_with(key, $1) ORDER BY key LIMIT $2`,
        [prefix, limit],
      );
      return rows.map((row) => ({ key: text(row, "key"), value: remembered(row) }));
    },
    async forgetBefore(date) {
      const rows = await database.query(
        `DELETE FROM ${MEMORY} WHERE written_at < $1::timestamptz RETURNING key`,
        [date.toISOString()],
      );
      return rows.length;
    },
  };
}

function remembered(row: Row): JsonObject {
  return parseObject(text(row, "value"));
}
