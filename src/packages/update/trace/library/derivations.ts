import { COMMANDS } from "../../../derivation/builder-names.ts";
import { pour, type Sink } from "../sinks.ts";
import {
  alternatives,
  choiceOf,
  type DerivationValue,
  DIFFERING,
  EMPTY_SET,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type Thunk,
  type Value,
  valueThunk,
} from "../values.ts";
import { binary, type LibraryFunction, named, type Ternary, ternary, type Unary, unary } from "./function.ts";
import { still } from "./tools.ts";

/** A derivation of arguments, each taken for one thing. */
function derivation(
  machine: Machine,
  parts: readonly (readonly [Thunk, Sink])[],
  location: Location,
): DerivationValue {
  return machine.derivation(EMPTY_SET, () => {
    const moving = parts.map(([argument, sink]) => {
      const value = machine.force(argument);
      pour(machine, value, sink, location);
      return machine.moves(value);
    });
    return moving.includes(true);
  });
}

/** `writeText "name" "text"`. */
const write = binary((machine, name, text, location) =>
  derivation(
    machine,
    [
      [name, "name"],
      [text, "text"],
    ],
    location,
  ),
);

/** `runCommand "name" { … } "script"`. */
const runCommand: Ternary = (machine, name, attributes, script, location) => {
  const made = write.run(machine, [name, script], location);
  const built = machine.build("mkDerivation", attributes, location);
  const own = built.kind === "derivation" ? built.attributes : EMPTY_SET;
  return machine.derivation(own, () => [made, built].map((each) => machine.moves(each)).includes(true));
};

/** The path of a program in a package, or of a list of packages. */
const pathText: LibraryFunction["run"] = (machine, args, location) => {
  const moves = args.map((each) => machine.moves(machine.force(each))).includes(true);
  for (const each of args) pour(machine, machine.force(each), "inputs", location);
  return { kind: "text", pieces: [{ kind: moves ? "store" : "unknown" }], location: null };
};

/** `import x`: the file of the package that it is, or something of which nothing is known. */
const importPath: Unary = (machine, path, location) =>
  choiceOf(alternatives(machine.force(path)).map((each) => importOne(machine, each, location))) ?? DIFFERING;

function importOne(machine: Machine, value: Value, location: Location): Value {
  const file = value.kind === "path" ? machine.importFile(value) : null;
  if (file !== null) return file;
  if (value.kind === "nothing") return NOTHING;
  if (!machine.moves(value)) return OPAQUE;
  machine.report(location, "uses a changed value as Nix code");
  return DIFFERING;
}

/** `callPackage f { … }`: what is not given comes from elsewhere. */
const callPackage = binary((machine, target, given, location) => {
  const code = alternatives(machine.force(target)).map((each) =>
    each.kind === "closure" ? each : importOne(machine, each, location),
  );
  const found = code.flatMap(alternatives).map((each): Value => {
    if (each.kind === "closure") return machine.apply(each, given, location);
    if (![each, machine.force(given)].map((one) => machine.moves(one)).includes(true)) return OPAQUE;
    machine.report(location, "passes a changed value to `callPackage` for code outside the package");
    return DIFFERING;
  });
  return choiceOf(found) ?? DIFFERING;
});

/** A test or a script beside the package, which may be made of anything. */
const beside = unary((machine, given) =>
  machine.derivation(EMPTY_SET, () => machine.moves(machine.force(given))),
);

/** A patch or script with texts put into it. */
const replaceVars = binary((machine, file, texts, location) =>
  derivation(
    machine,
    [
      [file, "source"],
      [texts, "texts"],
    ],
    location,
  ),
);

/** `withPackages (ps: [ … ])`. */
const withPackages: Unary = (machine, choose, location) => {
  const given = machine.force(choose);
  const list = given.kind === "closure" ? machine.apply(given, valueThunk(OPAQUE), location) : given;
  return derivation(machine, [[valueThunk(list), "inputs"]], location);
};

/** Functions that make derivations, or read code, whatever set of packages they are taken from. */
export const DERIVATION_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ["import", unary(importPath)],
  ...named(["callPackage", "callPackages"], callPackage),
  ...named(["writeText", "writeScript", "writeScriptBin"], write),
  ...named(["writeShellScript", "writeShellScriptBin", "writeTextDir"], write),
  ...named(COMMANDS, ternary(runCommand)),
  ["replaceVars", replaceVars],
  ["substituteAll", unary((machine, set, location) => derivation(machine, [[set, "texts"]], location))],
  ["withPackages", unary(withPackages)],
  ...named(
    ["getBin", "getLib", "getDev", "getOut", "getMan"],
    unary((machine, given) => machine.force(given)),
  ),
  [
    "getOutput",
    binary((machine, output, given, location) => {
      still(machine, [output], location);
      return machine.force(given);
    }),
  ],
  ...named(["getExe", "makeBinPath", "makeLibraryPath", "makeIncludePath"], { arity: 1, run: pathText }),
  ...named(["getExe'", "makeSearchPath"], { arity: 2, run: pathText }),
  ["makeSearchPathOutput", { arity: 3, run: pathText }],
  ...named(["testVersion", "nix-update-script", "gitUpdater", "genericUpdater"], beside),
  ...named(["writeUpdateScript", "unstableGitUpdater", "httpTwoLevelsUpdater"], beside),
  ...named(["directoryListingUpdater", "sequence"], beside),
]);
