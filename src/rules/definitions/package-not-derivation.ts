import { checkDefinition } from "../../checker/checks/definitions.ts";
import { checkOverrides } from "../../checker/checks/overrides.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { derivationResults, provenNotDerivation } from "../../packages/derivation/results.ts";
import { packageDirectory } from "../../packages/layout.ts";
import { firstLine } from "./shared/first-line.ts";

/** An override that is written out and no derivation: instead of the rules about overrides. */
const checkLiteral = checkOverrides((override, _definition, { root, attribute }) =>
  override.kind !== "literal"
    ? null
    : {
        message: `${quoted(attribute)} has a package directory, and is defined here as ${override.what}, not as a derivation.`,
        help: `Delete the definition, or remove the package: ${quoted(packageDirectory(root, attribute))}.`,
        about: override.what,
      },
);

/** NPV-101, as far as syntax proves it. */
export const packageNotDerivation: Rule = {
  name: "package-not-derivation",
  family: "definitions",
  codes: ["NPV-101"],
  summary: "a package's function does not return a derivation",
  level: "error",
  doubtfulWithoutShards: true,
  checks: {
    package: checkDefinition(({ path, file }, { name }, context) => {
      const branches = derivationResults(file).map((result) => ({
        what: provenNotDerivation(result),
        expression: result.expression,
      }));
      // A branch that may be a derivation may be the one that is always taken.
      const [first] = branches;
      if (first === undefined || branches.some((branch) => branch.what === null)) return;
      context.report({
        path,
        attribute: name,
        at: { source: file.source, span: firstLine(file, first.expression) },
        message: `The definition of ${quoted(name)} returns ${first.what}, not a derivation.`,
        help: "Return the derivation itself, such as that of `stdenv.mkDerivation`. Define what is not a package (a function, a package set, data) elsewhere.",
        about: first.what ?? "",
      });
    }),
    attribute(subject, context) {
      if (subject.root.overrides.policy === "forbid") return;
      checkLiteral(subject, context);
    },
  },
};
