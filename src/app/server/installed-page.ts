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

/** Somebody who may not install the App has asked an owner to. */
function isRequest({ url }: IncomingMessage): boolean {
  return new URLSearchParams((url ?? "").split("?", 2)[1] ?? "").get("setup_action") === "request";
}

function requestedText(name: string): string {
  return `# An owner has to approve ${name}

GitHub has told the owners of the organisation. Once one of them approves, ${name} looks at the open pull requests.
There is nothing else for you to do.
`;
}

function installedText(
  name: string,
  { webUrl, docs }: { readonly webUrl: string; readonly docs: string },
): string {
  const code = markdownCode;
  return `# ${name} is installed

It reviews changes to Nix packages that are laid out by name. It looks at the open pull requests now, and at each one
from here on.

## What comes next

1. **Open a pull request that is there.** Its check ${code(CHECK_NAME)} says what was found. Where no package was
   recognised, or a pull request touches none, the check says so, and names where the bot looked.
2. **See what it recognised.** Write ${code(`@${name} init`)} in a comment on an issue or a pull request of the
   repository. Who may write there is told which packages it found, with a configuration to begin with.
3. **Ask it.** ${code(`@${name} explain`)} in a comment on a pull request says what holds of that change,
   ${code(`@${name} help`)} what else it understands.
4. **Only where something is to be otherwise:** ${code(CONFIGURATION_FILE)} on the default branch says where packages
   are, which rules count, and how loud the bot is. [Configuration](${docs}/configuration.md) has examples.

**Nothing merges itself** unless that file says so. The bot never runs what a pull request contains.

[What to expect](${docs}/install.md) ·
[When no packages are recognised](${docs}/user-repositories.md) ·
[All rules](${docs}/rules/README.md) ·
[Change which repositories it sees](${webUrl}/apps/${encodeURIComponent(name)})
`;
}
