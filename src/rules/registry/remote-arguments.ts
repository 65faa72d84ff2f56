import type { Rule } from "../../checker/rule.ts";
import { reportRemote } from "./shared/remote.ts";

/** NUR calls the function with those of `{ pkgs }` that are among its arguments. Every other one needs a default. */
export const remoteArguments: Rule = {
  name: "remote-arguments",
  family: "registry",
  codes: [],
  summary: "the repository of an entry is no function that NUR can call with `pkgs` alone",
  level: "error",
  comparesOnly: true,
  checks: {
    registry: (subject, context) =>
      reportRemote(
        subject,
        context,
        "arguments",
        "Make it `{ pkgs ? import <nixpkgs> { } }:`, with a default for every other argument.",
      ),
  },
};
