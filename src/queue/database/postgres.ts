import { PgBoss } from "pg-boss";
import { BOSS_SCHEMA, type Database } from "./database.ts";

/** Enough for the group commit, the worker, and what runs read and remember beside it. */
const CONNECTIONS = 5;

/** Connects to a PostgreSQL server. Nothing is sent to it before `boss.start`. */
export function connectPostgres(url: string): Database {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "by-name-bot",
    max: CONNECTIONS,
    schema: BOSS_SCHEMA,
    supervise: false,
    schedule: false,
  });
  const server = boss.getDb();
  return {
    kind: "postgres",
    boss,
    async query(text, values) {
      return (await server.executeSql(text, [...values])).rows;
    },
    durably: "true",
    async listen(channel, heard) {
      if (server.listen === undefined) throw new Error("This database does not notify.");
      // Heard with nothing: it was not connected for a while, so there may be anything.
      return server.listen(channel, heard, () => heard(""));
    },
    onRestart() {},
    room: null,
    async close() {
      await boss.stop({ close: true, graceful: false });
    },
  };
}
