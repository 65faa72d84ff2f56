import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** NUR has nothing to evaluate then. */
export const remoteEmpty: Rule = {
  name: "remote-empty",
  family: "registry",
  codes: [],
  summary: "the repository of an entry has no commits, or no branch of the name that the entry gives",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "empty", "Push the packages first, or correct `branch`."),
  },
};
