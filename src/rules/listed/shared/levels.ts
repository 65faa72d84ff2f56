import type { Rule } from "../../../checker/rule.ts";

/** What is about any list, outside of nixpkgs, whose `default.nix` is another. */
export const OF_LISTS: Rule["level"] = { nixpkgs: "off", nur: "error", flake: "error" };
export const ADVISED_OF_LISTS: Rule["level"] = { nixpkgs: "off", nur: "warning", flake: "warning" };

/** What NUR alone asks of a repository. */
export const OF_NUR: Rule["level"] = { nixpkgs: "off", nur: "error", flake: "off" };
export const ADVISED_OF_NUR: Rule["level"] = { nixpkgs: "off", nur: "warning", flake: "off" };
