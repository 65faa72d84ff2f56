import { pino } from "pino";
import { secretsOf } from "../app/process/settings.ts";
import { workerPool } from "../app/workers/pool.ts";
import { serveApp } from "./serve.ts";
import { PACKAGE_ROOT, packageVersion } from "./version.ts";

/** Runs the GitHub App until a signal ends it. Returns the exit status. */
export function runApp(): Promise<number> {
  const out = pino.destination({ dest: 1, sync: true });
  return serveApp(({ settings, credentials }) =>
    workerPool({
      credentials,
      version: packageVersion(),
      packageRoot: PACKAGE_ROOT,
      secrets: secretsOf(settings),
      write: (line) => void out.write(line),
    }),
  );
}
