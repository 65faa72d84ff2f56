import { type Database, type Row, text } from "./database/database.ts";
import { MEMORY } from "./database/schema.ts";
import { type JsonObject, parseObject } from "./json.ts";
import { checkKey } from "./key.ts";

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
  const writer = openWriter(database);
  return {
    async get(key) {
      const [row] = await database.query(`SELECT value FROM ${MEMORY} WHERE key = $1`, [checkKey(key)]);
      return row === undefined ? null : remembered(row);
    },
    async put(key, value) {
      await writer.put(checkKey(key), JSON.stringify(value));
    },
    async delete(key) {
      await database.query(`DELETE FROM ${MEMORY} WHERE key = $1`, [checkKey(key)]);
    },
    async list(prefix, limit = 1_000) {
      const rows = await database.query(
        `SELECT key, value FROM ${MEMORY}
         WHERE key >= $1 AND key < $3 AND starts_with(key, $1) ORDER BY key LIMIT $2`,
        // With an end, so that not all that comes behind is looked at where there is none.
        [prefix, limit, `${prefix}\u{10FFFF}`],
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

type Writer = { put(key: string, value: string): Promise<void> };

type Waiting = { value: string; readonly done: PromiseWithResolvers<void>[] };

/** Writes facts to disk. Those that come while some are being written share the next write. */
function openWriter(database: Database): Writer {
  let waiting = new Map<string, Waiting>();
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.size > 0) {
      const batch = [...waiting];
      waiting = new Map();
      const done = batch.flatMap(([, { done }]) => done);
      try {
        await write(batch.map(([key, { value }]) => ({ key, value })));
        for (const { resolve } of done) resolve();
      } catch (error) {
        for (const { reject } of done) reject(error);
      }
    }
    writing = false;
  }

  async function write(facts: readonly { readonly key: string; readonly value: string }[]): Promise<void> {
    await database.query(
      `WITH put AS (
        INSERT INTO ${MEMORY} (key, value, written_at)
        SELECT key, value, now() FROM json_to_recordset($1::text::json) AS fact (key text, value text)
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, written_at = EXCLUDED.written_at
      ) SELECT ${database.durably}`,
      [JSON.stringify(facts)],
    );
  }

  return {
    put(key, value) {
      const done = Promise.withResolvers<void>();
      const known = waiting.get(key);
      if (known === undefined) waiting.set(key, { value, done: [done] });
      else {
        known.value = value;
        known.done.push(done);
      }
      if (!writing) void writeAll();
      return done.promise;
    },
  };
}

function remembered(row: Row): JsonObject {
  return parseObject(text(row, "value"));
}
