import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** Without `submodules` what is in them is not fetched; with it the repository is fetched by git, which is slower. */
export const remoteSubmodules: Rule = {
  name: "remote-submodules",
  family: "registry",
  codes: [],
  summary: "`.gitmodules` of the repository of an entry, and `submodules` of the entry, disagree",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(
        subject,
        context,
        "submodules",
        "Set `submodules` to `true` where the repository has submodules that its packages need, and leave it out where it has none.",
      ),
  },
};
