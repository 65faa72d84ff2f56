import type { PackageSubject, Rule, RuleContext } from "../../../checker/rule.ts";
import type { Expression } from "../../../nix/ast.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import { staticString } from "../../../nix/names.ts";
import type { Span } from "../../../nix/text.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import type { Derivation } from "../../../packages/derivation/derivation.ts";

/** What a rule about something that `meta` lacks says. */
type MissingRule = Pick<Rule, "name" | "summary"> & {
  /** The attributes of which one has to be there. */
  readonly attributes: readonly [string, ...string[]];
  /** `isEmpty`: one of them is there, with nothing in it. */
  readonly message: (name: string, isEmpty: boolean) => string;
  readonly help: string;
  /** Builders that take it from the files of the source. */
  readonly setBy?: readonly string[];
};

/** A rule that the `meta` of a package surely has none of some attributes, or only empty ones. */
export function missingMeta({ name, summary, attributes, message, help, setBy = [] }: MissingRule): Rule {
  return {
    name,
    family: "meta",
    codes: [],
    summary,
    level: { nixpkgs: "error", nur: "advice", flake: "advice" },
    comparesOnly: true,
    checks: {
      derivation(subject, context) {
        const { derivation, package: owner, isPackage, path, source } = subject;
        if (!isPackage || isDraft(derivation) || !isComparable(owner, context)) return;
        if (setBy.includes(derivation.path.at(-1) ?? "")) return;
        if (!attributes.every((each) => isMissing(derivation, each))) return;
        context.report({
          path,
          attribute: owner.name,
          at: { source, span: placeOf(derivation, attributes) },
          message: message(
            owner.name,
            attributes.some((each) => isThere(derivation, each)),
          ),
          help,
          about: name,
        });
      },
    },
  };
}

/** What the content of a package comes from. */
const CONTENT = [
  "src",
  "srcs",
  "unpackPhase",
  "dontUnpack",
  "phases",
  "builder",
  "buildCommand",
  "buildCommandPath",
  "installPhase",
  "paths",
  "script",
  "text",
];

/** Whether a package surely has nothing that it could be built from, so that it is not written yet. */
function isDraft(derivation: Derivation): boolean {
  return CONTENT.every((name) => {
    const found = attribute(derivation, name);
    return found.known && found.value === null;
  });
}

/** Whether a package is new, or was one before: of what was defined elsewhere it is not known what it lacked. */
function isComparable(owner: PackageSubject, context: RuleContext): boolean {
  const { base } = context;
  if (base === null || context.isNew(owner)) return true;
  return context.directoriesOf(owner.root, owner.name).some((path) => base.files.entry(path) !== null);
}

/** Whether `meta` surely does not have an attribute, or has nothing in it. */
function isMissing(derivation: Derivation, name: string): boolean {
  const found = attribute(derivation, "meta", name);
  if (!found.known) return false;
  return found.value === null || (found.value.kind === "value" && isEmpty(found.value.value));
}

function isThere(derivation: Derivation, name: string): boolean {
  const found = attribute(derivation, "meta", name);
  return found.known && found.value !== null;
}

function isEmpty(value: Expression): boolean {
  const inner = unparenthesized(value);
  if (inner.kind === "list") return inner.elements.length === 0;
  if (inner.kind === "with") return isEmpty(inner.body);
  if (inner.kind === "variable") return inner.name === "null";
  return staticString(inner)?.trim() === "";
}

/** What is empty, else `meta`, else the builder. */
function placeOf(derivation: Derivation, attributes: readonly string[]): Span {
  const found = [
    ...attributes.map((name) => attribute(derivation, "meta", name)),
    attribute(derivation, "meta"),
  ];
  for (const each of found) {
    const binding = each.known ? each.value?.binding : undefined;
    if (binding?.kind === "binding") return binding.attrpath;
  }
  return derivation.builder;
}
