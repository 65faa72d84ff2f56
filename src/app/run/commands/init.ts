import { layoutsOf, NO_PACKAGES } from "../../../checker/layouts.ts";
import { CONFIGURATION_FILE, type Configuration } from "../../../config/configuration.ts";
import { loadConfiguration } from "../../../config/load.ts";
import { readMemberships } from "../../../github/memberships.ts";
import { type GitHubObjects, TooMuchToRead } from "../../../github/objects.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import type { Permission } from "../../../policy/facts.ts";
import { startingConfiguration } from "../../../review/configuration/starting-configuration.ts";
import { markdownCode } from "../../../review/text/escape.ts";
import { layoutsText } from "../../../review/text/layout-words.ts";
import { RULE_NAMING } from "../../../rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../../snapshot/loaded.ts";
import { SourceError } from "../../../snapshot/source.ts";
import { treeSource } from "../../../snapshot/tree-source.ts";
import type { Reading } from "../reading.ts";
import type { Answer, HelpRow } from "./answer.ts";
import { type Asked, asksFor } from "./asked.ts";
import { commander } from "./given-commands.ts";

export const INIT_HELP: HelpRow = {
  form: "init",
  does: "shows how packages are laid out here, and a configuration to start with (needs write access)",
};

/** What the answers to `init` need: the text, and who may ask for it. */
export type InitFacts = { readonly text: string; readonly allowed: ReadonlySet<number> };

/** Who may give the command. */
const MAY: ReadonlySet<Permission> = new Set(["write", "maintain", "admin"]);

export function mayInit(permission: Permission | undefined): boolean {
  return permission !== undefined && MAY.has(permission);
}

/** Looks at the base where somebody asks for it; null where nobody does. */
export async function initFacts(
  { client, objects, name, state }: Reading,
  asked: readonly Asked[],
): Promise<InitFacts | null> {
  const asking = asked.filter((one) => asksFor(one, "init"));
  if (asking.length === 0) return null;
  const people = asking.flatMap(({ comment }) => commander(comment, null) ?? []);
  const { permissions } = await readMemberships(client, name, { people, teams: [], permissions: true });
  const allowed = new Set([...permissions].flatMap(([id, may]) => (mayInit(may) ? [id] : [])));
  const text = allowed.size === 0 || state.baseTip === null ? "" : await initText(objects, state.baseTip);
  return { text, allowed };
}

/** Answers `init` on a pull request. */
export function initAnswer(facts: InitFacts | null, asking: PullRequestComment): Answer {
  const by = commander(asking, null);
  if (facts === null || by === null || !facts.allowed.has(by.id)) {
    const text = "Only people with write access to this repository can ask for this.";
    return { text, result: "refused" };
  }
  if (facts.text === "") return { text: "The base branch was deleted.", result: "refused" };
  return { text: facts.text, result: "done" };
}

/** What is recognised of a commit, and a configuration that says the same, as Markdown. */
export async function initText(objects: GitHubObjects, commit: string): Promise<string> {
  try {
    return shownInit(await recognisedAt(objects, commit));
  } catch (error) {
    if (!(error instanceof TooMuchToRead || error instanceof SourceError)) throw error;
    return `I could not read this repository: ${error.message}.`;
  }
}

async function recognisedAt(objects: GitHubObjects, commit: string): Promise<Configuration> {
  const { roots } = await objects.prefetch([{ commit, directories: [], files: [], ids: [] }]);
  const snapshot = loadedSnapshot(treeSource(objects, roots[0] ?? null, `commit ${commit.slice(0, 7)}`));
  // What is there of a configuration is not asked: this is about one to begin with.
  const none = { path: CONFIGURATION_FILE, text: "" };
  const loaded = await computeLoading([snapshot], () => loadConfiguration(snapshot, RULE_NAMING, none));
  if (loaded.kind === "invalid") throw new Error("an empty configuration is not valid");
  return loaded.configuration;
}

function shownInit(configuration: Configuration): string {
  const layouts = layoutsOf(configuration);
  const recognised = layouts.length === 0 ? NO_PACKAGES : `Packages recognised: ${layoutsText(layouts)}.`;
  const file = markdownCode(CONFIGURATION_FILE);
  const what =
    layouts.length === 0
      ? `If there are packages, write this into ${file} and adapt it to where they are:`
      : `I use this without a configuration. To make it explicit, put this into ${file}:`;
  const yaml = `\`\`\`yaml\n${startingConfiguration(configuration)}\`\`\``;
  return [recognised, `Preset: ${markdownCode(configuration.preset)}.`, what, yaml].join("\n\n");
}
