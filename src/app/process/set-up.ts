import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Logger } from "pino";
import { parse } from "yaml";
import { GitHubFailure } from "../../github/failure.ts";
import { type MadeApp, makeApp } from "../../github/manifest.ts";
import { isRecord } from "../../github/payload.ts";
import { answer } from "../server/answer.ts";
import { installedHandler } from "../server/installed-page.ts";
import { orCannotListen } from "../server/listening.ts";
import { setUpHandler } from "../server/set-up-pages.ts";
import { writeEnvironmentFile } from "./environment-file.ts";
import { type Settings, SettingsError } from "./settings.ts";

export type SetUpOptions = {
  readonly settings: Pick<Settings, "http" | "github" | "docsUrl">;
  readonly log: Logger;
  /** Where `app.yml` is, which says what the App may do, unless there is one in the working directory. */
  readonly packageRoot: URL;
  /** To which the App is to belong. */
  readonly organisation: string | null;
};

/**
 * Starts the page on which the App is made on GitHub, and writes its credentials to `.env` in the working directory.
 * The process then has to be started anew. Throws a SettingsError where that would not be of use.
 */
export async function startSetUp(options: SetUpOptions): Promise<{ stop(): Promise<void> }> {
  const { settings, log, packageRoot, organisation } = options;
  const directory = process.cwd();
  const file = join(directory, ".env");
  try {
    accessSync(existsSync(file) ? file : directory, constants.W_OK);
  } catch {
    // Found out later it would cost the credentials, which GitHub gives once.
    throw new SettingsError(`The App's credentials could not be saved: ${file} cannot be written`);
  }
  if (organisation !== null && !/^[\w-]{1,39}$/.test(organisation))
    throw new SettingsError("GH_ORG must be the name of an organisation on GitHub");

  async function make(code: string): Promise<MadeApp | null> {
    try {
      const made = await makeApp(settings.github.apiUrl, code);
      writeEnvironmentFile(file, {
        APP_ID: String(made.appId),
        PRIVATE_KEY: made.privateKey,
        WEBHOOK_SECRET: made.webhookSecret,
      });
      log.info({ file }, "credentials written: start by-name-bot again");
      return made;
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      log.warn({ why: error.message }, "GitHub did not make the App");
      return null;
    }
  }

  const { webUrl } = settings.github;
  const handlers = [
    setUpHandler({
      manifest: manifestOf(directory, packageRoot),
      webUrl,
      organisation,
      webhookPath: settings.http.webhookPath,
      webhookProxy: settings.http.webhookProxy,
      state: randomBytes(32).toString("hex"),
      make,
    }),
    installedHandler({ botLogin: () => null, webUrl, docs: settings.docsUrl }),
  ];
  const server = createServer(async (request, response) => {
    try {
      for (const handle of handlers) if (await handle(request, response)) return;
      answer(response, 404, "Not found: the App is made at /");
    } catch (err) {
      log.error({ err }, "the set-up broke off");
      if (!response.headersSent) answer(response, 500, "Something went wrong: the log says what.");
    }
  });
  const { host, port } = settings.http;
  await orCannotListen(
    host,
    port,
    () => new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve)),
  );
  const address = server.address();
  const listens = typeof address === "object" && address !== null ? address.port : port;
  log.info(
    `There are no credentials yet (APP_ID, PRIVATE_KEY, WEBHOOK_SECRET). Open http://${host}:${listens} to create the App on GitHub.`,
  );
  return {
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function manifestOf(directory: string, packageRoot: URL): Readonly<Record<string, unknown>> {
  const own = join(directory, "app.yml");
  const manifest: unknown = parse(
    readFileSync(existsSync(own) ? own : new URL("app.yml", packageRoot), "utf8"),
  );
  if (!isRecord(manifest)) throw new SettingsError("app.yml must be a mapping");
  return manifest;
}
