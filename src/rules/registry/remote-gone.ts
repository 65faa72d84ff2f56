import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** NUR drops a repository that it cannot fetch, and says so to nobody. */
export const remoteGone: Rule = {
  name: "remote-gone",
  family: "registry",
  codes: [],
  summary: "the repository of an entry does not exist, or is private",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "gone", "Correct the URL, or make the repository public."),
  },
};
