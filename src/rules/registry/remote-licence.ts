import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** NUR asks for MIT, so that expressions can move to nixpkgs. */
export const remoteLicence: Rule = {
  name: "remote-licence",
  family: "registry",
  codes: [],
  summary: "the repository of an entry is not under the MIT licence",
  level: "warning",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "licence", "Add a `LICENSE` file with the text of the MIT licence."),
  },
};
