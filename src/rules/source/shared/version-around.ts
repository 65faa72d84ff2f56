import type { Expression } from "../../../nix/ast.ts";
import { lookUp } from "../../../nix/expressions.ts";
import { staticString } from "../../../nix/names.ts";
import { throughNames } from "../../../nix/scope.ts";
import type { FetchCall } from "../../../packages/derivation/fetch-call.ts";

/**
 * The `version` of what a call fetches for, where it is written out: that of the innermost set around it that has one,
 * else what the name stands for there.
 */
export function versionAround({ around, scope, fetcher: { start, end } }: FetchCall): string | null {
  for (const set of around) {
    const version = lookUp(set, "version");
    if (version === "absent") continue;
    if (version !== "computed" && version.kind === "value") return staticString(version.value);
    break;
  }
  const name: Expression = { kind: "variable", name: "version", start, end };
  return staticString(throughNames(name, scope, 4).expression);
}
