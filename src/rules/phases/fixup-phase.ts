import { attribute } from "../../packages/derivation/attribute.ts";
import { enumerated, wholePhaseRule } from "./shared/whole-phase.ts";

export const fixupPhase = wholePhaseRule({
  name: "fixup-phase",
  summary: "`fixupPhase` is written out as a whole",
  phase: "fixupPhase",
  lost: (script, derivation) => {
    // What a hash is fixed of must not be changed by hooks.
    const hash = attribute(derivation, "outputHash");
    if (!hash.known || hash.value !== null || /\bfixup(?:Phase|Output)\b/.test(script)) return null;
    return enumerated([
      ...(/\bstrip\w*\b/.test(script) ? [] : ["nothing is stripped"]),
      ...(/\bpatchShebangs\b/.test(script) ? [] : ["shebangs are not patched"]),
      "hooks such as those that wrap programs do not run",
    ]);
  },
  help: "Write it into `preFixup` or `postFixup`.",
  insteadOfNothing:
    "Write `dontFixup = true;`, or switch off only what must not run: `dontStrip`, `dontPatchELF`.",
});
