import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** The workflow then tells nobody of a push, or fills no cache. */
export const remotePlaceholder: Rule = {
  name: "remote-placeholder",
  family: "registry",
  codes: [],
  summary: "a workflow of the repository of an entry has a placeholder of NUR's template left in it",
  level: "warning",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "placeholder", "Fill it in, or delete the workflow."),
  },
};
