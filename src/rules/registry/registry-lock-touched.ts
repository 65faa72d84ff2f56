import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { REGISTRY_LOCK_FILE } from "../../packages/registry/registry.ts";

/** Which commit of a repository everybody gets is for NUR's own job to say, which has evaluated it. */
export const registryLockTouched: Rule = {
  name: "registry-lock-touched",
  family: "registry",
  codes: [],
  summary: "a change touches `repos.json.lock`, which NUR's own job writes",
  level: "error",
  comparesOnly: true,
  checks: {
    registry({ changed }, context) {
      if (context.base === null || !changed.includes(REGISTRY_LOCK_FILE)) return;
      context.report({
        path: REGISTRY_LOCK_FILE,
        attribute: null,
        message: `The change touches ${quoted(REGISTRY_LOCK_FILE)}, which NUR's own job writes.`,
        help: `Take it out of the change: ${quoted(`git checkout origin/HEAD -- ${REGISTRY_LOCK_FILE}`)}. The entry is locked by itself within the hour.`,
        about: "touched",
      });
    },
  },
};
