import { lookUp } from "../../../nix/expressions.ts";
import { staticString } from "../../../nix/names.ts";
import type { FetchCall } from "../../../packages/derivation/fetch-call.ts";

/** The `version` of the innermost set around a call that has one, where it is written out. */
export function versionAround(fetch: FetchCall): string | null {
  for (const set of fetch.around) {
    const version = lookUp(set, "version");
    if (version === "absent") continue;
    return version !== "computed" && version.kind === "value" ? staticString(version.value) : null;
  }
  return null;
}
