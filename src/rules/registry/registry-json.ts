import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { sourceText } from "../../nix/text.ts";

/** NUR reads it with Python, which takes the last of two equal keys without a word. */
export const registryJson: Rule = {
  name: "registry-json",
  family: "registry",
  codes: [],
  summary: '`repos.json` is not JSON, not `{"repos": {…}}`, or has a key twice',
  level: "error",
  checks: {
    registry({ path, reading }, context) {
      if (reading.kind === "registry") return;
      const problems =
        reading.kind === "invalid"
          ? reading.problems
          : [
              {
                at: null,
                why: reading.kind === "absent" ? "it is not there" : reading.why,
              },
            ];
      const source = reading.kind === "invalid" ? reading.source : sourceText("");
      for (const { at, why } of problems) {
        context.reportOf(path, () => ({
          path,
          attribute: null,
          ...(at === null ? {} : { at: { source, span: at } }),
          message: `${quoted(path)} cannot be read as the registry: ${why}.`,
          help: 'It has to be JSON of the form `{"repos": {"<name>": {"url": "…", "github-contact": "…"}}}`, with every key once. Nothing else of it is looked at before that.',
          about: why,
        }));
      }
    },
  },
};
