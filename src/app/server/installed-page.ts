import type { IncomingMessage, ServerResponse } from "node:http";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { CHECK_NAME } from "../../config/own-check.ts";
import { bareLogin } from "../../policy/person.ts";
import { markdownCode } from "../../review/text/escape.ts";
import { OWN_PATHS } from "../process/own-paths.ts";
import { pathOf } from "./answer.ts";
import { answerPage, htmlOf } from "./html.ts";

export type InstalledPage = {
  /** The App's user: `by-name-bot[bot]`; null as long as it is not known. */
  readonly botLogin: () => string | null;
  /** The address of GitHub for people. */
  readonly webUrl: string;
  /** Where the documentation is. */
  readonly docs: string;
};

/**
 * Answers with what comes next, to which GitHub sends whoever has installed the App (its setup URL), and says whether
 * it did. Anybody can open that address with the id of any installation. So the page is the same for all: it neither
 * reads nor shows the id, and says nothing of any account or repository.
 */
export function installedHandler({ botLogin, webUrl, docs }: InstalledPage) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    if (pathOf(request) !== OWN_PATHS.installed) return false;
    const name = bareLogin(botLogin() ?? "by-name-bot");
    response.setHeader("cache-control", "no-store");
    const body = htmlOf(isRequest(request) ? requestedText(name) : installedText(name, { webUrl, docs }));
    answerPage(response, { title: name, body });
    return true;
  };
}

/** Whether the App was only requested: by a person who has to ask an owner to install it. */
function isRequest({ url }: IncomingMessage): boolean {
  return new URLSearchParams((url ?? "").split("?", 2)[1] ?? "").get("setup_action") === "request";
}

function requestedText(name: string): string {
  return `# An owner has to approve ${name}

GitHub has notified the owners of the organisation. Once one of them approves, ${name} reviews the open pull requests.
You do not have to do anything else.
`;
}

function installedText(
  name: string,
  { webUrl, docs }: { readonly webUrl: string; readonly docs: string },
): string {
  const code = markdownCode;
  return `# ${name} is installed

It reviews changes to Nix packages that are laid out by name: the open pull requests now, and every new one.

## What comes next

1. **Look at an open pull request.** Its check ${code(CHECK_NAME)} lists the findings. If no packages were recognised,
   or the pull request touches none, the check says so.
2. **See what it recognised.** Comment ${code(`@${name} init`)} on an issue or a pull request of the repository. If you
   have write access, the answer shows the packages, and a configuration to start with.
3. **Ask it.** Comment ${code(`@${name} explain`)} on a pull request to see what blocks it, or ${code(`@${name} help`)}
   to see all commands.
4. **Optional: configure it.** ${code(CONFIGURATION_FILE)} on the default branch says where packages are, which rules
   apply, and how the bot reviews. [Configuration](${docs}/configuration.md) has examples.

**Nothing is merged automatically** unless that file says so. The bot never runs what a pull request contains.

[What to expect](${docs}/install.md) ·
[When no packages are recognised](${docs}/user-repositories.md) ·
[All rules](${docs}/rules/README.md) ·
[Change which repositories it sees](${webUrl}/apps/${encodeURIComponent(name)})
`;
}
