import { quoted } from "../nix/shown.ts";
import { checkPaths } from "./paths.ts";
import type { Rule } from "./rule.ts";

/** NPV-122. */
export const pathSearch: Rule = {
  name: "path-search",
  codes: ["NPV-122"],
  summary: "a search path such as `<nixpkgs>` is used",
  level: "error",
  checks: {
    file: checkPaths((path, written) =>
      path.form !== "search"
        ? null
        : {
            message: `${quoted(written)} is looked up in the Nix search path of whoever evaluates it.`,
            help: "Take what you need as an argument of the package instead: packages, `lib` and `pkgs` are passed by name.",
          },
    ),
  },
};
