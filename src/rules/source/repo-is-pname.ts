import { checkFetches } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { lookUp, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { throughNames } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import type { FetchCall } from "../../packages/derivation/fetch-call.ts";
import { FETCHERS_WITH_TAG } from "./shared/fetchers.ts";

export const repoIsPname: Rule = {
  name: "repo-is-pname",
  family: "source",
  codes: [],
  summary: "the name of a repository is taken from `pname`",
  level: "off",
  checks: {
    fetch: checkFetches((fetch, file) => {
      const repo = attribute(fetch, "repo");
      if (!FETCHERS_WITH_TAG.has(fetch.name) || !repo.known || repo.value?.kind !== "value") return [];
      const { value, scope } = repo.value;
      if (selectionChain(value)?.at(-1) !== "pname") return [];
      const name =
        staticString(throughNames(unparenthesized(value), scope, 4).expression) ?? pnameAround(fetch);
      return [
        {
          at: value,
          message:
            "`repo` is `pname`: the two are alike by chance, and who renames the package changes what is fetched.",
          help: name === null ? "Write the name of the repository." : `Write \`repo = "${name}";\`.`,
          about: "repo",
          fix:
            name === null || !/^[\w.-]+$/.test(name)
              ? null
              : editingFix(file, "Write the name of the repository", [{ span: value, text: `"${name}"` }]),
        },
      ];
    }),
  },
};

function pnameAround({ around }: FetchCall): string | null {
  for (const set of around) {
    const pname = lookUp(set, "pname");
    if (pname === "absent") continue;
    return pname !== "computed" && pname.kind === "value" ? staticString(pname.value) : null;
  }
  return null;
}
