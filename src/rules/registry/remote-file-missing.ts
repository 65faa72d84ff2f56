import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** NUR evaluates that file. */
export const remoteFileMissing: Rule = {
  name: "remote-file-missing",
  family: "registry",
  codes: [],
  summary: "the repository of an entry has no `default.nix`, or no file of the name that the entry gives",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(subject, context, "file-missing", "Add the file, or correct `file` in the entry."),
  },
};
