import { rulePagePath } from "../../rules/pages.ts";
import { DOCS } from "./project.ts";

export { HOME } from "./project.ts";

/** Where the page of a rule can be read. `docs` is where the documentation is. */
export function ruleUrl(rule: string, docs = DOCS): string {
  return `${docs}/${rulePagePath(rule).replace(/^docs\//, "")}`;
}

/** Where the list of all rules can be read. */
export function rulesUrl(docs: string): string {
  return `${docs}/rules/README.md`;
}
