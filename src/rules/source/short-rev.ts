import { checkFetches } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { staticString } from "../../nix/names.ts";
import { quoted } from "../../nix/shown.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { GIT_FETCHERS } from "./shared/fetchers.ts";

export const shortRev: Rule = {
  name: "short-rev",
  family: "source",
  codes: [],
  summary: "`rev` is an abbreviated commit hash",
  level: { nixpkgs: "error", nur: "warning", flake: "warning" },
  checks: {
    fetch: checkFetches((fetch) => {
      if (!GIT_FETCHERS.has(fetch.name)) return [];
      const rev = attribute(fetch, "rev");
      if (!rev.known || rev.value?.kind !== "value") return [];
      const text = staticString(rev.value.value);
      if (text === null || !isShortHash(text)) return [];
      return [
        {
          at: rev.value.value,
          message: `\`rev\` is ${quoted(text)}, an abbreviated commit hash, which a later commit may share.`,
          help: "Write all 40 digits: `git rev-parse` in a clone, or the page of the commit, has them.",
          about: text,
        },
      ];
    }),
  },
};

/**
 * Whether it is the beginning of a commit hash and not the name of a tag: hexadecimal, with letters and digits in it,
 * and not a number or a date with a letter behind it.
 */
export function isShortHash(text: string): boolean {
  if (!/^[0-9a-f]{7,39}$/.test(text)) return false;
  return /[0-9]/.test(text) && /[a-f]/.test(text) && !/^[0-9]+[a-f]$/.test(text);
}
