import { checkDerivations, type PackageText } from "../../checker/checks/calls.ts";
import type { Fix } from "../../checker/finding.ts";
import { editingFix, insertion, type TextEdit } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { type AttributeBinding, descendants, type Expression } from "../../nix/ast.ts";
import { bindingsNamed } from "../../nix/bound-names.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { isBuildVariable } from "./shared/environment-variables.ts";

export const environmentVariablesGoToEnv: Rule = {
  name: "environment-variables-go-to-env",
  family: "names",
  codes: [],
  summary: "an environment variable of the build stands outside of `env`",
  level: { nixpkgs: "error", nur: "advice", flake: "advice" },
  checks: {
    derivation: checkDerivations((derivation, file) => {
      if (!runsPhases(derivation.path)) return [];
      return bindingsNamed(derivation.attributes, isBuildVariable).flatMap((binding) => {
        const [first, ...more] = binding.attrpath.names;
        const name = first?.text ?? null;
        if (name === null || more.length > 0) return [];
        return [
          {
            at: binding.attrpath,
            message: `\`${name}\` is an environment variable outside of \`env\`: with \`__structuredAttrs\`, it does not reach the build.`,
            help: `Write \`env.${name}\`; in \`env\`, a list has to be made a string of: \`toString [ … ]\`.`,
            about: name,
            fix: fixFor(derivation, binding, name, file),
          },
        ];
      });
    }),
  },
};

/** Puts `env.` before it, where there is no `env`, nothing reads it by its name, and its value may stand there. */
function fixFor(
  derivation: Derivation,
  binding: AttributeBinding,
  name: string,
  file: PackageText,
): Fix | null {
  const env = attribute(derivation, "env");
  if (!env.known || env.value !== null || isRead(derivation, name)) return null;
  const value = unparenthesized(binding.value);
  const edits: TextEdit[] = [insertion(binding.attrpath.start, "env.")];
  if (value.kind === "list") edits.push(insertion(binding.value.start, "toString "));
  else if (!isText(value)) return null;
  return editingFix(file, `Move \`${name}\` to \`env\``, edits);
}

/** Whether a value surely is a string, or what becomes one in `env` as it does outside. */
function isText(value: Expression): boolean {
  const inner = unparenthesized(value);
  if (inner.kind === "string" || inner.kind === "integer") return true;
  if (inner.kind === "binary" && inner.operator === "+") return isText(inner.left) || isText(inner.right);
  if (inner.kind === "if") return isText(inner.consequence) && isText(inner.alternative);
  if (inner.kind !== "apply") return false;
  const name = selectionChain(applicationParts(inner).function)?.at(-1) ?? "";
  return /^(?:toString|optionalString|concatStringsSep|makeLibraryPath|makeBinPath|makeSearchPath)$/.test(
    name,
  );
}

function isRead(derivation: Derivation, name: string): boolean {
  for (const node of descendants(derivation.attributes)) {
    if (node.kind === "variable" && node.name === name) return true;
    if (node.kind === "select" && node.attrpath.names.at(-1)?.text === name) return true;
  }
  return false;
}
