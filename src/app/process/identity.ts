import type { Logger } from "pino";
import { type AppOctokit, appSlug } from "../../github/octokit.ts";
import { at, textAt } from "../../github/payload.ts";
import { appLogin } from "../../policy/person.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Self } from "../server/deliveries.ts";
import { SettingsError } from "./settings.ts";

const ASK_MS = 10_000;

/**
 * Who the App is on GitHub. If GitHub is away, what it said at an earlier start counts, so that deliveries
 * can be taken. Throws a SettingsError where GitHub does not accept the credentials, and where it has never
 * been asked and cannot be.
 */
export async function askWhoWeAre(
  appId: number,
  octokit: AppOctokit,
  memory: Pick<Queue["memory"], "get" | "put">,
  log: Logger,
): Promise<Self> {
  const key = `app:${appId}`;
  try {
    const slug = await appSlug(octokit, AbortSignal.timeout(ASK_MS));
    if (slug === "") throw new Error("GitHub does not say what the App is called.");
    await memory.put(key, { slug });
    return { appId, botLogin: appLogin(slug) };
  } catch (err) {
    const status = at(err, "status");
    if (status === 401 || status === 404)
      throw new SettingsError(
        `GitHub knows no App ${appId} with this private key: see APP_ID and PRIVATE_KEY`,
      );
    const slug = textAt(await memory.get(key), "slug");
    if (slug === "") {
      const why = err instanceof Error ? err.message : String(err);
      throw new SettingsError(`GitHub did not return the name of App ${appId}: ${why}`);
    }
    log.warn({ err }, "GitHub does not answer; starting with the stored name of the App");
    return { appId, botLogin: appLogin(slug) };
  }
}
