import { derivationFlagRule } from "./shared/derivation-flag.ts";

/** NPV-166 and NPV-167. */
export const structuredAttrs = derivationFlagRule(
  {
    name: "structured-attrs",
    family: "definitions",
    codes: ["NPV-166", "NPV-167"],
    summary: "a new package does not set `__structuredAttrs = true`, or one that did no longer does",
    level: { nixpkgs: "error", nur: "off", flake: "off" },
  },
  "__structuredAttrs",
  "Without it, lists and sets reach the builder as one string each: a list breaks at the spaces in its elements, and a set that is not a derivation cannot be passed at all.",
);
