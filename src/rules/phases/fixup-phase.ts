import { wholePhaseRule } from "./shared/whole-phase.ts";

export const fixupPhase = wholePhaseRule({
  name: "fixup-phase",
  summary: "`fixupPhase` is written out as a whole",
  phase: "fixupPhase",
  lost: "nothing is stripped, shebangs are not patched, and hooks such as those that wrap programs do not run",
  help: "Write it into `preFixup` or `postFixup`.",
  insteadOfNothing:
    "Write `dontFixup = true;`, or switch off only what must not run: `dontStrip`, `dontPatchELF`.",
});
