import { checkDerivations, type PackageText } from "../../checker/checks/calls.ts";
import type { Fix } from "../../checker/finding.ts";
import { editingFix, indentationAt, insertion } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { type AttributeBinding, descendants, type Expression } from "../../nix/ast.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { resolveName } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { HOLE, stringText } from "../../packages/derivation/string-text.ts";

export const nameAndVersion: Rule = {
  name: "name-and-version",
  family: "names",
  codes: [],
  summary: "a version is a part of `name`",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      const [name, pname] = [attribute(derivation, "name"), attribute(derivation, "pname")];
      if (!runsPhases(derivation.path) || !name.known || name.value?.kind !== "value") return [];
      if (!pname.known || pname.value !== null || name.value.binding.kind !== "binding") return [];
      const { binding } = name.value;
      const own = ownName(binding.value, derivation);
      if (own === null) return [];
      return [
        {
          at: binding,
          message:
            "`name` is put together of a name and the version, which programs that update packages have to guess apart.",
          help: `Write \`pname = "${own}";\` and \`version\`: \`name\` is made of them.`,
          about: "name",
          fix: fixFor(derivation, binding, own, file),
        },
      ];
    }),
  },
};

/** `foo` of `"foo-${version}"`, or of `"foo-1.0"` where the version is that; null of anything else. */
function ownName(value: Expression, derivation: Derivation): string | null {
  const literal = unparenthesized(value);
  if (literal.kind !== "string") return null;
  const { text } = stringText(literal);
  const version = attribute(derivation, "version");
  const [hole, ...more] = literal.parts.flatMap((part) =>
    part.kind === "interpolation" ? [part.expression] : [],
  );
  let own: string | null = null;
  if (hole !== undefined && more.length === 0 && text.endsWith(`-${HOLE}`)) {
    own = isVersion(hole) ? text.slice(0, -2) : null;
  } else if (hole === undefined && version.known && version.value?.kind === "value") {
    const written = staticString(version.value.value);
    const sure = written !== null && written !== "" && text.endsWith(`-${written}`);
    own = sure ? text.slice(0, -written.length - 1) : null;
  }
  return own !== null && /^[\w.+-]+$/.test(own) ? own : null;
}

function isVersion(expression: Expression): boolean {
  return selectionChain(expression)?.at(-1) === "version";
}

/** Where `version` is set, or can be taken from around, and nothing in the derivation reads `name`. */
function fixFor(
  derivation: Derivation,
  binding: AttributeBinding,
  own: string,
  file: PackageText,
): Fix | null {
  const version = attribute(derivation, "version");
  if (!version.known || binding.attrpath.names.length !== 1 || readsName(derivation)) return null;
  const { text } = file.source;
  const edits = [{ span: { start: binding.start, end: binding.value.end }, text: `pname = "${own}"` }];
  if (version.value === null) {
    if (resolveName(derivation.scope, "version").kind === "free") return null;
    const literal = unparenthesized(binding.value);
    const hole =
      literal.kind === "string" ? literal.parts.find((part) => part.kind === "interpolation") : undefined;
    if (hole?.kind !== "interpolation" || hole.expression.kind !== "variable") return null;
    edits.push(insertion(binding.end, `\n${indentationAt(text, binding.start)}inherit version;`));
  }
  return editingFix(file, "Write `pname` instead of `name`", edits);
}

/** Whether something in the derivation takes `name` from it. */
function readsName(derivation: Derivation): boolean {
  for (const node of descendants(derivation.attributes)) {
    if (node.kind === "variable" && node.name === "name") return true;
    if (node.kind === "select" && node.attrpath.names.at(-1)?.text === "name") return true;
    if (node.kind === "inherit" && node.source === null && node.names.some(({ text }) => text === "name"))
      return true;
  }
  return false;
}
