import { checkFetches } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { stringText } from "../../packages/derivation/string-text.ts";
import { urlLiterals } from "./shared/urls.ts";

/** A patch that GitHub makes when it is asked for. */
const MADE_BY_GITHUB =
  /^https:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:commit|compare|pull)\/[^?]*\.(?:patch|diff)$/;

export const fullIndex: Rule = {
  name: "full-index",
  family: "source",
  codes: [],
  summary: "`fetchpatch2` takes a patch of GitHub's with abbreviated hashes",
  level: "advice",
  checks: {
    fetch: checkFetches((fetch) => {
      // `fetchpatch` drops the lines with these hashes.
      if (fetch.name !== "fetchpatch2") return [];
      return urlLiterals(fetch)
        .filter((literal) => MADE_BY_GITHUB.test(stringText(literal).text))
        .map((literal) => ({
          at: literal,
          message:
            "GitHub abbreviates the hashes in this patch, by more or fewer digits as the repository grows, and `fetchpatch2` keeps them: some day the patch no longer matches its hash.",
          help: "Append `?full_index=1` to the URL, and write the hash that Nix then reports.",
          about: stringText(literal).text,
        }));
    }),
  },
};
