import { derivationFlagRule } from "./shared/derivation-flag.ts";

/** NPV-164 and NPV-165. */
export const strictDeps = derivationFlagRule(
  {
    name: "strict-deps",
    family: "definitions",
    codes: ["NPV-164", "NPV-165"],
    summary: "a new package does not set `strictDeps = true`, or one that did no longer does",
    level: { nixpkgs: "error", nur: "off", flake: "off" },
  },
  "strictDeps",
  "Without it, `buildInputs` are also available while building, so a tool in the wrong list goes unnoticed until cross-compilation breaks.",
);
