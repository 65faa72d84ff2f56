import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** The entry would add nothing to NUR. */
export const remoteNoPackage: Rule = {
  name: "remote-no-package",
  family: "registry",
  codes: [],
  summary: "the repository of an entry has no package, or only the template's example",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "no-package", "Add a package, or propose the entry once there is one."),
  },
};
