import { wholePhaseRule } from "./shared/whole-phase.ts";

export const patchPhase = wholePhaseRule({
  name: "patch-phase",
  summary: "`patchPhase` is written out as a whole",
  phase: "patchPhase",
  lost: "`patches`, `prePatch` and `postPatch` do nothing here, nor in an override",
  help: "List patches in `patches`, and write other changes of the source into `postPatch`.",
  insteadOfNothing: "Write `dontPatch = true;`.",
});
