import {
  alternatives,
  choiceOf,
  type DerivationValue,
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  oneOf,
  type SetValue,
  type Single,
  type Thunk,
  type Value,
} from "./values.ts";

/** An attribute of a value, by its name. */
export function select(machine: Machine, value: Value, name: string, location: Location): Value {
  const found = alternatives(value).map((each) => selectOne(machine, each, name, location));
  return oneOf(machine, found, location);
}

function selectOne(machine: Machine, value: Single, name: string, location: Location): Value {
  switch (value.kind) {
    case "opaque":
      return { kind: "opaque", path: [...value.path.slice(-4), name] };
    case "nothing":
      return value;
    case "set":
      return attributeOf(machine, value, name) ?? OPAQUE;
    case "derivation":
      return ofDerivation(machine, value, name, location);
    case "differing":
      machine.report(location, "reads an attribute of an unknown changed value");
      return value;
    case "text":
    case "path":
    case "list":
    case "closure":
    case "native":
      return OPAQUE;
  }
}

/** What a set has by a name, or may have; null where it has nothing of that name. */
export function attributeOf(machine: Machine, set: SetValue, name: string): Value | null {
  const own = set.attributes.get(name);
  if (own !== undefined) return machine.force(own);
  if (set.rest.length === 0) return null;
  return choiceOf(set.rest.map((each) => machine.force(each))) ?? DIFFERING;
}

/** Outputs of a derivation, and derivations that builders make beside it of the same source. */
const PARTS = new Set([
  ...["out", "dev", "lib", "bin", "man", "doc", "dist", "static", "outPath", "drvPath", "finalPackage"],
  ...["all", "goModules", "cargoDeps", "npmDeps", "node_modules"],
]);

/** Attributes that say the same of every version. */
const SAME = new Set([
  ...["meta", "type", "system", "stdenv", "outputs", "pythonModule", "isGNU", "isClang", "gitRepoUrl"],
  ...["doCheck", "doInstallCheck", "strictDeps", "pname", "overrideDerivation", "passthru"],
]);

/** Names and the like, which hold a version. */
const NAMED = new Set(["name", "version", "url", "urls", "rev", "tag", "ref"]);

function ofDerivation(machine: Machine, value: DerivationValue, name: string, location: Location): Value {
  const { attributes } = value;
  if (name === "override" || name === "overrideAttrs") {
    const run = (args: readonly Thunk[], at: Location) => machine.overridden(value, name, args, at);
    return { kind: "native", args: [], arity: 1, run };
  }
  const own = attributeOf(machine, attributes, name) ?? passed(machine, attributes, name);
  if (own !== null) return own;
  if (SAME.has(name) || !value.moves()) return OPAQUE;
  if (PARTS.has(name)) return value;
  if (NAMED.has(name)) return { kind: "text", pieces: [{ kind: "store" }], location };
  machine.report(location, "reads an attribute of a changed package that the package does not define");
  return DIFFERING;
}

/** What is in `passthru` is an attribute of the derivation. */
function passed(machine: Machine, attributes: SetValue, name: string): Value | null {
  const passthru = attributes.attributes.get("passthru");
  if (passthru === undefined) return null;
  const found = alternatives(machine.force(passthru)).flatMap((each) => {
    const value = each.kind === "set" ? attributeOf(machine, each, name) : null;
    return value === null ? [] : [value];
  });
  return found.length === 0 ? null : (choiceOf(found) ?? DIFFERING);
}
