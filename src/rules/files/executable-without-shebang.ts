import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-145. */
export const executableWithoutShebang: Rule = {
  name: "executable-without-shebang",
  family: "files",
  codes: ["NPV-145"],
  summary: "a Nix file is executable and has no `#!` line",
  level: "error",
  checks: {
    file({ path, entry, reading, package: owner }, context) {
      if (!entry.executable || reading.kind !== "text" || reading.source.text.startsWith("#!")) return;
      context.report({
        path,
        attribute: owner?.name ?? null,
        message: `${quoted(path)} is executable, but does not begin with ${quoted("#!")}.`,
        help: `Remove the executable bit: ${quoted(`chmod -x ${path}`)}.`,
        fix: {
          title: `Make ${quoted(path)} not executable (mode 100644)`,
          steps: [{ kind: "mode", path, executable: false }],
        },
        about: "",
      });
    },
  },
};
