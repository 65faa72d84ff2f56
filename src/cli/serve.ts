import { join } from "node:path";
import type { Logger } from "pino";
import { readEnvironmentFile } from "../app/process/environment-file.ts";
import { endOnUnexpected, runUntilStopped } from "../app/process/lifetime.ts";
import { createLog } from "../app/process/log.ts";
import { masker } from "../app/process/secrets.ts";
import { type Parts, serve, type Work } from "../app/process/serve.ts";
import { startSetUp } from "../app/process/set-up.ts";
import {
  type Credentials,
  readSettings,
  type Settings,
  SettingsError,
  secretsOf,
} from "../app/process/settings.ts";
import { Failure } from "./failure.ts";
import { PACKAGE_ROOT, packageVersion } from "./version.ts";

/** The work of an App with these credentials. */
export type WorkOf = (app: {
  readonly settings: Settings;
  readonly credentials: Credentials;
}) => (parts: Parts) => Work;

/**
 * Runs the App until a signal ends it: the server and the jobs or, without credentials, the page on which the
 * App is created. Returns the exit status. Throws a Failure where the settings or GitHub stand against it.
 */
export async function serveApp(workOf: WorkOf): Promise<number> {
  // What the process was given counts more than the file.
  for (const [name, value] of Object.entries(readEnvironmentFile(join(process.cwd(), ".env"))))
    process.env[name] ||= value;
  const settings = await orFailure(async () => readSettings(process.env), []);
  const secrets = secretsOf(settings);
  const log = createLog({ level: settings.logLevel, secrets });
  endOnUnexpected(log);
  return orFailure(() => runUntilStopped(() => start(settings, workOf, log), log), secrets);
}

function start(settings: Settings, workOf: WorkOf, log: Logger) {
  const { credentials } = settings;
  if (credentials === null) {
    const organisation = process.env.GH_ORG?.trim() || null;
    return startSetUp({ settings, log, packageRoot: PACKAGE_ROOT, organisation });
  }
  const work = workOf({ settings, credentials });
  return serve({
    settings,
    credentials,
    log,
    version: packageVersion(),
    packageRoot: PACKAGE_ROOT,
    work,
  });
}

async function orFailure<T>(action: () => Promise<T>, secrets: readonly string[]): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // Line by line: what looks like the beginning of a secret in one must not hide the others.
    const mask = masker(secrets);
    throw new Failure(error.message.split("\n").map(mask).join("\n"));
  }
}
