import { checkFetches, type PackageText } from "../../checker/checks/calls.ts";
import type { Fix } from "../../checker/finding.ts";
import { editingFix, type TextEdit } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import type { AttributeBinding, Expression } from "../../nix/ast.ts";
import { hasOneName } from "../../nix/bound-names.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { mentionsOf } from "../../nix/mentions.ts";
import { staticString } from "../../nix/names.ts";
import { type Scope, throughNames } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { HOLE, stringText } from "../../packages/derivation/string-text.ts";
import { FETCHERS_WITH_TAG } from "./shared/fetchers.ts";
import { versionAround } from "./shared/version-around.ts";

export const tagNotRev: Rule = {
  name: "tag-not-rev",
  family: "source",
  codes: [],
  summary: "a fetcher is told a tag as `rev`",
  level: "advice",
  checks: {
    fetch: checkFetches((fetch, file) => {
      if (!FETCHERS_WITH_TAG.has(fetch.name)) return [];
      const [rev, tag] = [attribute(fetch, "rev"), attribute(fetch, "tag")];
      if (!rev.known || rev.value?.kind !== "value" || !tag.known || tag.value !== null) return [];
      const { binding, value, scope } = rev.value;
      if (binding.kind !== "binding" || !hasOneName(binding)) return [];
      const written = file.source.text.slice(value.start, value.end);
      if (!isTag(value, scope, versionAround(fetch))) return [];
      const shown = written.replace('"refs/tags/', '"');
      return [
        {
          at: binding.attrpath,
          message: `\`rev = ${written}\` names a tag: \`tag\` says so, and never fetches a branch of that name.`,
          help: `Write \`tag = ${shown}\`.`,
          about: "rev",
          fix: fixFor(binding, written, file),
        },
      ];
    }),
  },
};

/** What a version surely is not that is one: the hash of a commit, or the date of one. */
const NO_RELEASE = /^[0-9a-f]{7,40}$|unstable|^\d{4}-\d{2}-\d{2}$/;

/** What stands before a version in the name of a tag. */
const PREFIX = /^(?!.*(?:branch|stable|maint|heads))(?:refs\/tags\/)?(?:[A-Za-z][\w.+-]*[-_./])?[vVrR]?$/;

function isTag(value: Expression, scope: Scope, sibling: string | null): boolean {
  const inner = unparenthesized(value);
  const literal = staticString(inner);
  if (literal?.startsWith("refs/tags/")) return literal.length > "refs/tags/".length;
  if (literal !== null) return sibling !== null && isRelease(sibling) && isPrefixed(literal, sibling);
  if (inner.kind === "variable" || inner.kind === "select") return isVersion(inner, scope, sibling);
  if (inner.kind !== "string") return false;
  const { text } = stringText(inner);
  const [first] = inner.parts.flatMap((part) => (part.kind === "interpolation" ? [part.expression] : []));
  if (text.startsWith("refs/tags/")) return text.length > "refs/tags/".length;
  if (first === undefined || !text.endsWith(HOLE) || text.indexOf(HOLE) !== text.length - 1) return false;
  return PREFIX.test(text.slice(0, -1)) && isVersion(unparenthesized(first), scope, sibling);
}

function isPrefixed(literal: string, version: string): boolean {
  return literal.endsWith(version) && PREFIX.test(literal.slice(0, -version.length));
}

/** A version with two numbers at least: a single one may be anything. */
function isRelease(version: string): boolean {
  return /\d+[._-]\d+/.test(version) && !NO_RELEASE.test(version);
}

/** Whether it is the version of the package, and that is not one that stands for a commit. */
function isVersion(expression: Expression, scope: Scope, sibling: string | null): boolean {
  if (selectionChain(expression)?.at(-1) !== "version") return false;
  const bound = throughNames(expression, scope, 4);
  if (bound.expression.kind !== "variable" && bound.expression.kind !== "select") {
    const literal = staticString(bound.expression);
    return literal !== null && isRelease(literal);
  }
  return sibling === null || isRelease(sibling);
}

/** Renames it, where nothing else in the file reads `rev`: of `tag`, that begins with `refs/tags/`. */
function fixFor({ attrpath, value }: AttributeBinding, written: string, file: PackageText): Fix | null {
  const { all, set } = mentionsOf(file.source, "rev");
  if (all !== set) return null;
  const edits: TextEdit[] = [{ span: attrpath, text: "tag" }];
  const prefix = written.indexOf("refs/tags/");
  if (prefix >= 0) {
    const start = value.start + prefix;
    edits.push({ span: { start, end: start + "refs/tags/".length }, text: "" });
  }
  return editingFix(file, "Write `tag` instead of `rev`", edits);
}
