import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** Packages are then built from whatever the machine has, and not from what the user passes on. */
export const remoteImportsNixpkgs: Rule = {
  name: "remote-imports-nixpkgs",
  family: "registry",
  codes: [],
  summary:
    "the repository of an entry uses `<nixpkgs>` or another search path, other than as the default of `pkgs`",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(
        subject,
        context,
        "imports-nixpkgs",
        "Use `pkgs`, and `pkgs.path` for what is in nixpkgs but no package.",
      ),
  },
};
