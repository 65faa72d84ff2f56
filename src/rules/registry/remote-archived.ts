import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** What is archived is not kept up to date any more, so its packages break sooner or later. */
export const remoteArchived: Rule = {
  name: "remote-archived",
  family: "registry",
  codes: [],
  summary: "the repository of an entry is archived",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "archived", "Unarchive the repository, or leave the entry out."),
  },
};
