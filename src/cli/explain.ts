import { rulePageIn } from "../app/process/rule-page.ts";
import { displayName } from "../nix/shown.ts";
import { findRules } from "../rules/naming.ts";
import { terminalPage } from "./about/terminal-page.ts";
import { rulesLike } from "./did-you-mean.ts";
import { Failure } from "./failure.ts";
import { paintFor } from "./paint.ts";
import { PACKAGE_ROOT } from "./version.ts";

/** The pages of the rules of a name or NPV number. Throws a Failure where there is none. */
export function explain(nameOrCode: string): string {
  const rules = findRules(nameOrCode);
  if (rules.length === 0) {
    throw new Failure(`there is no rule ${displayName(nameOrCode)}: ${rulesLike(nameOrCode)}`);
  }
  return rules.map(({ name }) => rulePage(name)).join("\n");
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
