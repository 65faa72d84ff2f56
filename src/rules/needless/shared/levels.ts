import type { Rule } from "../../../checker/rule.ts";

/** What a required check of nixpkgs refuses. */
export const ERROR_IN_NIXPKGS: Rule["level"] = { nixpkgs: "error", nur: "advice", flake: "advice" };
