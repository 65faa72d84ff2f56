import type { Problem, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import {
  REGISTRY_FILE,
  type Registry,
  type RegistryEntry,
  registryOf,
} from "../../packages/registry/registry.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** A name becomes `nur.repos.<name>`, a directory, and text inside of a Nix string. */
export const registryName: Rule = {
  name: "registry-name",
  family: "registry",
  codes: [],
  summary: "the name of an entry is not valid, begins with a digit, or differs from another only in case",
  level: "error",
  checks: {
    registry({ path, reading }, context) {
      if (reading.kind !== "registry") return;
      const { registry } = reading;
      for (const entry of registry.entries) {
        const problem = ofShape(entry, registry);
        if (problem !== null) context.reportOf(path, () => problem);
      }
      for (const problem of caseClashes(registry, context)) context.reportOf(path, () => problem);
    },
  },
};

function ofShape({ name, member }: RegistryEntry, { source }: Registry): Problem | null {
  const common = { path: REGISTRY_FILE, attribute: name, at: { source, span: member.keySpan } };
  if (!NAME.test(name)) {
    return {
      ...common,
      message: `${quoted(name)} is not a valid name of an entry.`,
      help: "A name begins with a letter or a digit, and has letters, digits, `_` and `-` behind that. It becomes the attribute `nur.repos.<name>`, and the name of a directory.",
      about: `shape\0${name}`,
    };
  }
  if (!/^\d/.test(name)) return null;
  return {
    ...common,
    message: `The name ${quoted(name)} begins with a digit, so it has to be quoted in Nix: ${quoted(`nur.repos."${name}"`)}.`,
    help: "A name that begins with a letter is easier to use.",
    warning: true,
    about: `digit\0${name}`,
  };
}

/** Names that differ only in case from another that stands before them, or that the base has already. */
function caseClashes({ source, entries }: Registry, { base }: RuleContext): Problem[] {
  const before = base === null ? null : registryOf(base.files.snapshot);
  const known = new Set(before?.entries.map(({ name }) => name));
  const first = new Map<string, string>();
  const sorted = [
    ...entries.filter(({ name }) => known.has(name)),
    ...entries.filter(({ name }) => !known.has(name)),
  ];
  return sorted.flatMap(({ name, member }): Problem[] => {
    const folded = name.toLowerCase();
    const other = first.get(folded);
    if (other === undefined) {
      first.set(folded, name);
      return [];
    }
    return [
      {
        path: REGISTRY_FILE,
        attribute: name,
        // Not the name alone, of which something else may be said.
        at: { source, span: member },
        message: `The names ${quoted(name)} and ${quoted(other)} differ only in case.`,
        help: "Take another name. Each is a directory, and on macOS and Windows these two would be the same.",
        about: `case\0${name}`,
      },
    ];
  });
}
