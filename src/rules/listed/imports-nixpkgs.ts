import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { descendants, type Expression } from "../../nix/ast.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { OF_NUR } from "./shared/levels.ts";
import { isOfNur, listingOf } from "./shared/listing.ts";

/** NUR hands its own `pkgs` in; whoever else evaluates it may have no such search path. */
export const importsNixpkgs: Rule = {
  name: "imports-nixpkgs",
  family: "listed",
  codes: [],
  summary: "a list looks up `<nixpkgs>` itself",
  level: OF_NUR,
  checks: {
    file(file, context) {
      if (file.package !== null || !isOfNur(context)) return;
      if (listingOf(context).files.get(file.path) !== DEFAULT_FILE) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const found = packageFunction(syntax);
      const body: Expression = found.kind === "function" ? found.function.body : syntax.expression;
      for (const node of descendants(body)) {
        if (node.kind !== "path" || node.form !== "search") continue;
        const written = syntax.source.text.slice(node.start, node.end);
        context.report({
          path: file.path,
          attribute: null,
          at: { source: syntax.source, span: node },
          message: `${quoted(written)} is looked up in the search path of whoever evaluates it, and not taken from the ${quoted("pkgs")} that NUR hands in.`,
          help: `Take what you need from ${quoted("pkgs")}. ${quoted("{ pkgs ? import <nixpkgs> { } }:")} at the top of ${quoted(DEFAULT_FILE)} is fine.`,
          about: written,
        });
      }
    },
  },
};
