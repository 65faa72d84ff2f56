import { writeSync } from "node:fs";
import { runThread } from "../app/run-thread/start.ts";
import { secretsOf } from "../app/settings.ts";
import { serveApp } from "./serve.ts";
import { PACKAGE_ROOT, packageVersion } from "./version.ts";

/** Runs the GitHub App until a signal ends it. Returns the exit status. */
export function runApp(): Promise<number> {
  return serveApp(({ settings, credentials }) =>
    runThread(
      {
        credentials,
        version: packageVersion(),
        packageRoot: PACKAGE_ROOT,
        secrets: secretsOf(settings),
        write: (line) => writeSync(1, line),
      },
      // Ends the process, as all that nobody expects does: jobs are kept, and whoever runs it starts it anew.
      (error) => {
        throw error;
      },
    ),
  );
}
