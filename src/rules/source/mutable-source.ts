import { checkFetches } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { staticString } from "../../nix/names.ts";
import { quoted } from "../../nix/shown.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { stringText } from "../../packages/derivation/string-text.ts";
import { FETCHERS_WITH_HASH } from "./shared/fetchers.ts";
import { urlLiterals } from "./shared/urls.ts";

/** Names that forges and people give to branches, and nobody to a tag. */
const BRANCH = "(?:HEAD|main|master|trunk|develop|development|refs/heads/[\\w./-]+)";
const IS_BRANCH = new RegExp(`^${BRANCH}$`);

/** What GitHub, GitLab and the like serve of a branch, whatever its newest commit is. */
const OF_BRANCH = new RegExp(
  `^https?://(?:[^/]+/)+(?:archive|tarball|zipball|-/archive|-/raw|raw|get)/${BRANCH}(?:\\.tar\\.(?:gz|bz2|xz)|\\.zip|/|$)` +
    `|^https?://raw\\.githubusercontent\\.com/[^/]+/[^/]+/${BRANCH}/`,
);

/** The changes of a pull request, which are others after each push. */
const OF_PULL_REQUEST = /^https:\/\/github\.com\/[^/]+\/[^/]+\/pull\/\d+\.(?:patch|diff)(?:\?|$)/;

export const mutableSource: Rule = {
  name: "mutable-source",
  family: "source",
  codes: [],
  summary: "a source is whatever a branch or a pull request holds",
  level: "warning",
  checks: {
    fetch: checkFetches((fetch) => {
      if (!FETCHERS_WITH_HASH.has(fetch.name)) return [];
      const rev = attribute(fetch, "rev");
      const value = rev.known && rev.value?.kind === "value" ? rev.value.value : null;
      const branch = value === null ? null : staticString(value);
      const ofRev =
        value !== null && branch !== null && IS_BRANCH.test(branch) ? [{ at: value, what: branch }] : [];
      const ofUrls = urlLiterals(fetch)
        .map((literal) => ({ at: literal, what: stringText(literal).text }))
        .filter(({ what }) => OF_BRANCH.test(what) || OF_PULL_REQUEST.test(what));
      return [...ofRev, ...ofUrls].map(({ at, what }) => {
        const pull = OF_PULL_REQUEST.test(what);
        const [it, moves] = pull
          ? ["is a pull request", "at its next push"]
          : ["is what a branch holds", "once that moves on"];
        return {
          at,
          message: `${quoted(what)} ${it}: ${moves}, the hash no longer matches, and the source cannot be fetched.`,
          help: pull
            ? "Take the patch of the commit that was merged, or put the patch into the repository."
            : "Name a tag, or the full hash of a commit.",
          about: what,
        };
      });
    }),
  },
};
