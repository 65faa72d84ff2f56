import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { REGISTRY_FILE, REGISTRY_LOCK_FILE } from "../../packages/registry/registry.ts";

/** So many are named. */
const NAMED = 3;

/** Who looks at an entry does not expect anything else to change with it. */
export const registryMore: Rule = {
  name: "registry-more",
  family: "registry",
  codes: [],
  summary: "a change of `repos.json` touches something else too",
  level: "warning",
  comparesOnly: true,
  checks: {
    registry({ path, changed }, context) {
      if (context.base === null || !changed.includes(REGISTRY_FILE)) return;
      // Of the lock file another rule speaks.
      const others = changed.filter((each) => each !== REGISTRY_FILE && each !== REGISTRY_LOCK_FILE);
      if (others.length === 0) return;
      const named = others.slice(0, NAMED).map(quoted).join(", ");
      const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
      context.report({
        path,
        attribute: null,
        message: `The change touches more than ${quoted(path)}: ${named}${more}.`,
        help: "Make it two changes, so that the entry can be merged by itself.",
        about: "more",
      });
    },
  },
};
