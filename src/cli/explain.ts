import { rulePageIn } from "../app/process/rule-page.ts";
import { levelOf } from "../checker/level.ts";
import type { Rule } from "../checker/rule.ts";
import { displayName } from "../nix/shown.ts";
import { enumerated } from "../review/text/words.ts";
import { findRules } from "../rules/naming.ts";
import { terminalPage } from "./about/terminal-page.ts";
import { rulesLike } from "./did-you-mean.ts";
import { Failure } from "./failure.ts";
import { paintFor } from "./paint.ts";
import { PRESETS } from "./rules.ts";
import { PACKAGE_ROOT } from "./version.ts";

/** The pages of the rules of a name or NPV number. Throws a Failure where there is none. */
export function explain(nameOrCode: string): string {
  const rules = findRules(nameOrCode);
  if (rules.length === 0) {
    throw new Failure(`there is no rule ${displayName(nameOrCode)}: ${rulesLike(nameOrCode)}`);
  }
  return rules.map((rule) => `${rulePage(rule.name).trimEnd()}\n\n${levelLines(rule)}\n`).join("\n");
}

/** What the level of a rule is where no configuration says so. */
function levelLines(rule: Rule): string {
  const presets = Map.groupBy(PRESETS, (preset) => levelOf(rule, preset, new Map()));
  const parts = [...presets].map(([level, of]) => {
    const names = enumerated(of.map((preset) => `\`${preset}\``));
    return presets.size === 1 ? `\`${level}\`` : `\`${level}\` with ${names}`;
  });
  return `## Level\n\n${parts.join(", ")}. Family \`${rule.family}\`.`;
}

/** The same as a terminal shows it. */
export function explainOnTerminal(
  nameOrCode: string,
  { colour, width }: { readonly colour: boolean; readonly width: number },
): string {
  return terminalPage(explain(nameOrCode), { paint: paintFor(colour), width });
}

/** The text of the page of a rule that there is, by its name. */
export const rulePage = rulePageIn(PACKAGE_ROOT);
