import { enumerated, wholePhaseRule } from "./shared/whole-phase.ts";

export const patchPhase = wholePhaseRule({
  name: "patch-phase",
  summary: "`patchPhase` is written out as a whole",
  phase: "patchPhase",
  lost: (script) => {
    if (/\bpatchPhase\b/.test(script)) return null;
    const unused = [
      ...(/\$\{?patches\b/.test(script) ? [] : ["`patches`"]),
      ...["prePatch", "postPatch"].flatMap((hook) =>
        new RegExp(`\\b${hook}\\b`).test(script) ? [] : [`\`${hook}\``],
      ),
    ];
    if (unused.length === 0) return null;
    return `${enumerated(unused)} ${unused.length === 1 ? "does" : "do"} nothing here, nor in an override`;
  },
  help: "List patches in `patches`, and write other changes of the source into `postPatch`.",
  insteadOfNothing: "Write `dontPatch = true;`.",
});
