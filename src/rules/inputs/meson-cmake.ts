import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { lineAt, positionAt } from "../../nix/text.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isMkDerivation } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { buildInputs, writtenName } from "../../packages/derivation/list.ts";

export const mesonCmake: Rule = {
  name: "meson-cmake",
  family: "inputs",
  codes: [],
  summary: "a package that Meson builds has CMake as an input",
  level: "off",
  needs: /\bmeson\b/,
  checks: {
    derivation: checkDerivations((derivation, { source }) => {
      if (!isMkDerivation(derivation.path)) return [];
      const elements = buildInputs(derivation);
      const named = (name: string) =>
        elements.find(({ expression, conditional }) => !conditional && writtenName(expression) === name);
      const [meson, cmake] = [named("meson"), named("cmake")];
      if (meson === undefined || cmake === undefined || saysWhy(derivation)) return [];
      // A comment there, or on a line of its own above, is the reason.
      const { line } = positionAt(source, cmake.expression.start);
      if (lineAt(source, line).includes("#")) return [];
      if (line > 1 && /^\s*#/.test(lineAt(source, line - 1))) return [];
      return [
        {
          at: cmake.expression,
          message:
            "`meson` and `cmake` are both inputs; Meson says that it did not find CMake, but rarely needs it, since it finds libraries by `pkg-config`.",
          help: "Try to build it without `cmake`. If it is needed, say in a comment what for.",
          about: "cmake",
        },
      ];
    }),
  },
};

/** Attributes that show that both build systems are meant. */
const DELIBERATE = [
  "cmakeFlags",
  "cmakeDir",
  "dontUseCmakeConfigure",
  "dontUseMesonConfigure",
  "configurePhase",
];

function saysWhy(derivation: Derivation): boolean {
  return DELIBERATE.some((name) => {
    const found = attribute(derivation, name);
    return !found.known || found.value !== null;
  });
}
