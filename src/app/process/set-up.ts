import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { run } from "probot";
import { orCannotListen, portOrFree } from "../server/listening.ts";
import { writeEnvironmentFile } from "./environment-file.ts";
import { type Settings, SettingsError } from "./settings.ts";

export type SetUpOptions = {
  readonly settings: Pick<Settings, "http">;
  readonly log: Logger;
  /** Where `app.yml` is, which says what the App may do. */
  readonly packageRoot: URL;
};

/**
 * Starts Probot's set-up page, which creates the App on GitHub and writes its credentials to `.env` in the
 * working directory. The process then has to be started anew. Changes the working directory.
 */
export async function startSetUp({
  settings,
  log,
  packageRoot,
}: SetUpOptions): Promise<{ stop(): Promise<void> }> {
  const directory = process.cwd();
  const file = join(directory, ".env");
  try {
    accessSync(existsSync(file) ? file : directory, constants.W_OK);
  } catch {
    // Found out later it would cost the credentials, which GitHub gives once.
    throw new SettingsError(`The credentials of the App could not be kept: ${file} cannot be written`);
  }
  // Probot looks for `app.yml` here, and nowhere else.
  if (!existsSync(join(directory, "app.yml"))) process.chdir(fileURLToPath(packageRoot));
  const { host, port, webhookPath, webhookProxy } = settings.http;
  const server = await orCannotListen(host, port, async () =>
    run(() => {}, {
      env: {
        HOST: host,
        PORT: String(await portOrFree(host, port)),
        WEBHOOK_PATH: webhookPath,
        WEBHOOK_PROXY_URL: webhookProxy ?? undefined,
        // Nothing is listened to yet, but Probot's default would let anybody in.
        WEBHOOK_SECRET: randomBytes(32).toString("hex"),
      },
      log,
      updateEnv(variables) {
        writeEnvironmentFile(file, variables);
        log.info({ file }, "credentials written: start by-name-bot again");
        return variables;
      },
    }),
  );
  log.info(
    `There are no credentials yet (APP_ID, PRIVATE_KEY, WEBHOOK_SECRET). Open http://${server.host}:${server.port} to create the App on GitHub.`,
  );
  return { stop: () => server.stop() };
}
