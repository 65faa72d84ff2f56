import { pino } from "pino";
import { secretsOf } from "../app/process/settings.ts";
import { runThread } from "../app/run-thread/start.ts";
import { serveApp } from "./serve.ts";
import { PACKAGE_ROOT, packageVersion } from "./version.ts";

/** Runs the GitHub App until a signal ends it. Returns the exit status. */
export function runApp(): Promise<number> {
  const out = pino.destination({ dest: 1, sync: true });
  return serveApp(({ settings, credentials }) =>
    runThread(
      {
        credentials,
        version: packageVersion(),
        packageRoot: PACKAGE_ROOT,
        secrets: secretsOf(settings),
        write: (line) => void out.write(line),
      },
      // Ends the process, as all that nobody expects does: jobs are kept, and whoever runs it starts it anew.
      (error) => {
        throw error;
      },
    ),
  );
}
