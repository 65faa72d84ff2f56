import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** Everybody who evaluates it waits for the network, and binary caches do not help. */
export const remoteBuiltinFetch: Rule = {
  name: "remote-builtin-fetch",
  family: "registry",
  codes: [],
  summary:
    "the repository of an entry fetches while it is evaluated, by `builtins.fetchTarball` and the like",
  level: "warning",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(
        subject,
        context,
        "builtin-fetch",
        "Use the fetchers of nixpkgs, such as `fetchFromGitHub`.",
      ),
  },
};
