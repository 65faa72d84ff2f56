import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { derivationAt, nameOf } from "./shared/called.ts";
import { OF_NUR } from "./shared/levels.ts";
import { isOfNur, listingOf } from "./shared/listing.ts";

/** NUR and the template's `ci.nix` take these attributes for something else, and leave them out. */
export const specialAttribute: Rule = {
  name: "special-attribute",
  family: "listed",
  codes: [],
  summary: "a package has a name that NUR keeps for something else, such as `lib`",
  level: OF_NUR,
  checks: {
    file(file, context) {
      if (file.package !== null || !isOfNur(context)) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      for (const { attribute, call } of listingOf(context).specials) {
        if (call === null || call.by !== file.path) continue;
        // `lib = callPackage ./lib { }` may well be functions.
        const derivation = derivationAt(context.repository, call.target);
        if (!derivation.known) continue;
        const name = nameOf(derivation.value);
        context.report({
          path: file.path,
          attribute,
          at: { source: syntax.source, span: call.literal },
          message: `${quoted(attribute)} is a package${name === null ? "" : ` (${quoted(name)})`}, and NUR keeps that name for ${WHAT[attribute] ?? "modules"}: the package is neither built nor found.`,
          help: `Call the attribute something else in ${quoted(DEFAULT_FILE)}.`,
          about: attribute,
        });
      }
    },
  },
};

const WHAT: Readonly<Record<string, string>> = { lib: "functions", overlays: "overlays" };
