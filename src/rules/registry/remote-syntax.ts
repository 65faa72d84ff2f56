import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** Nothing of the repository evaluates then. */
export const remoteSyntax: Rule = {
  name: "remote-syntax",
  family: "registry",
  codes: [],
  summary: "a Nix file that the repository of an entry is made of does not parse",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(
        subject,
        context,
        "syntax",
        "Correct the file. The message names the first line that Nix does not understand.",
      ),
  },
};
