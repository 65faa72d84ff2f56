import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { throughNames } from "../../nix/scope.ts";
import { attribute, type WrittenSet, writtenSet } from "../../packages/derivation/attribute.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { listElements, writtenName } from "../../packages/derivation/list.ts";
import { stringText } from "../../packages/derivation/string-text.ts";

/** What upstream has built already, by the end of its name. */
const BUILT = /\.(?:deb|rpm|AppImage|appimage|dmg|msi|exe|flatpak|snap)$/;

export const sourceProvenance: Rule = {
  name: "source-provenance",
  family: "meta",
  codes: [],
  summary: "a package is made of what upstream has built, and does not say so",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, _file, isPackage) => {
      if (!isPackage) return [];
      const declared = attribute(derivation, "meta", "sourceProvenance");
      if (!declared.known || declared.value !== null) return [];
      const what = builtSource(derivation);
      if (what === null) return [];
      return [
        {
          at: derivation.builder,
          message: `This is made of ${what} as upstream has built it, and \`meta.sourceProvenance\` does not say so to those who allow only what is built from source.`,
          help: "Write `sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];` into `meta`, or another of `lib.sourceTypes`.",
          about: what,
        },
      ];
    }),
  },
};

/** What a derivation surely takes that is built already. */
function builtSource(derivation: Derivation): string | null {
  const builder = derivation.path.at(-1) ?? "";
  if (builder === "wrapType2" || builder === "wrapType1") return "the AppImage";
  const src = attribute(derivation, "src");
  if (!src.known || src.value?.kind !== "value") return null;
  const source = throughNames(src.value.value, src.value.scope, 4);
  const { function: fetcher, args } = applicationParts(source.expression);
  const [argument] = args;
  const name = selectionChain(fetcher)?.at(-1);
  if (argument === undefined || (name !== "fetchurl" && name !== "fetchzip")) return null;
  const set = writtenSet(argument, source.scope);
  const url = set === null ? null : urlOf(set);
  if (url === null) return null;
  const extension = BUILT.exec(url)?.[0];
  if (extension !== undefined) return `the \`${extension}\` file`;
  return name === "fetchurl" && patchesBinaries(derivation) ? "the program" : null;
}

function urlOf(set: WrittenSet): string | null {
  const found = attribute(set, "url");
  if (!found.known || found.value?.kind !== "value") return null;
  const literal = unparenthesized(found.value.value);
  return literal.kind === "string" ? stringText(literal).text : null;
}

/** Whether it has `autoPatchelfHook`, which nobody needs for what is built here, and builds nothing. */
function patchesBinaries(derivation: Derivation): boolean {
  const found = attribute(derivation, "nativeBuildInputs");
  if (!found.known || found.value?.kind !== "value") return false;
  const { elements } = listElements(found.value.value, found.value.scope);
  if (!elements.some(({ expression }) => writtenName(expression) === "autoPatchelfHook")) return false;
  return [
    "buildPhase",
    "configurePhase",
    "cmakeFlags",
    "makeFlags",
    "cargoHash",
    "vendorHash",
    "npmDepsHash",
  ].every((name) => {
    const each = attribute(derivation, name);
    return each.known && each.value === null;
  });
}
