import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { sourceText } from "../../nix/text.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { baseName, joinPath } from "../../snapshot/snapshot.ts";
import { derivationAt, nameBeginning } from "./shared/called.ts";
import { ADVISED_OF_NUR } from "./shared/levels.ts";
import { isOfNur, listingOf } from "./shared/listing.ts";
import { EXAMPLE_PACKAGE, placeholdersIn } from "./shared/template.ts";

const WORKFLOWS = ".github/workflows";
/** So many workflows are looked at, and so much of each. */
const MOST_WORKFLOWS = 20;
const LENGTH = 100_000;

/** What the template comes with is for its user to replace. */
export const templateLeftovers: Rule = {
  name: "template-leftovers",
  family: "listed",
  codes: [],
  summary: "something of NUR's template was left as it came",
  level: ADVISED_OF_NUR,
  checks: {
    file(file, context) {
      if (file.path !== DEFAULT_FILE || !isOfNur(context)) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      for (const { attribute, target, literal, by } of listingOf(context).calls) {
        if (by !== file.path || baseName(target) !== EXAMPLE_PACKAGE || !isExample(target, context)) continue;
        context.report({
          path: file.path,
          attribute,
          at: { source: syntax.source, span: literal },
          message: `${quoted(attribute)} is the example of NUR's template, and would be a package of this repository.`,
          help: `Delete its line and ${quoted(target)}.`,
          about: EXAMPLE_PACKAGE,
        });
      }
      for (const path of filled(context)) checkPlaceholders(path, context);
    },
  },
};

/** Whether a package is the template's own, and not one that somebody made of it. */
function isExample(target: string, { repository }: RuleContext): boolean {
  const derivation = derivationAt(repository, target);
  return derivation.known && nameBeginning(derivation.value)?.startsWith(EXAMPLE_PACKAGE) === true;
}

/** The files that the template wants to be filled in. */
function filled({ repository: { files } }: RuleContext): string[] {
  const readmes = files.list("").filter(({ kind, name }) => kind === "file" && /^readme\.md$/i.test(name));
  const workflows = files
    .list(WORKFLOWS)
    .filter(({ kind, name }) => kind === "file" && /\.ya?ml$/.test(name))
    .slice(0, MOST_WORKFLOWS);
  return [...readmes.map(({ name }) => name), ...workflows.map(({ name }) => joinPath(WORKFLOWS, name))];
}

function checkPlaceholders(path: string, context: RuleContext): void {
  const text = context.repository.files.readText(path)?.slice(0, LENGTH) ?? "";
  const found = placeholdersIn(text, path.startsWith(WORKFLOWS));
  if (found.length === 0) return;
  const source = sourceText(text);
  for (const { written, ...span } of found) {
    context.report({
      path,
      attribute: null,
      at: { source, span },
      message: `${quoted(written)} of NUR's template was not replaced${EFFECT[written] ?? ""}.`,
      help: HELP[written] ?? "Write your own there, or delete the line.",
      about: written,
    });
  }
}

const EFFECT: Readonly<Record<string, string>> = {
  "<YOUR_REPO_NAME>": ", so NUR is not told of what is pushed",
  "<YOUR_CACHIX_NAME>": ", so nothing is cached",
};
const HELP: Readonly<Record<string, string>> = {
  "<YOUR_REPO_NAME>": `Write the name there that the repository has in NUR's ${quoted("repos.json")}.`,
  "<YOUR_CACHIX_NAME>":
    "Write the name of your Cachix cache there. If you have none, delete the entry and the step that uses it.",
};
