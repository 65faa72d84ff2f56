import { COMMANDS } from "../../../derivation/builder-names.ts";
import { pour, type Sink } from "../sinks.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  EMPTY_SET,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type Value,
  valueThunk,
} from "../values.ts";
import type { LibraryFunction } from "./function.ts";
import { still } from "./tools.ts";

type Run = LibraryFunction["run"];

/** Derivations of arguments in a row, each taken for one thing. */
function derivation(...sinks: readonly Sink[]): LibraryFunction {
  return {
    arity: sinks.length,
    run: (machine, args, location) => {
      return machine.derivation(EMPTY_SET, () => {
        let moves = false;
        for (const [i, sink] of sinks.entries()) {
          const argument = args[i];
          if (argument === undefined) continue;
          const value = machine.force(argument);
          pour(machine, value, sink, location);
          moves = machine.moves(value) || moves;
        }
        return moves;
      });
    },
  };
}

/** `runCommand "name" { … } "script"`. */
const runCommand: Run = (machine, [name, attributes, script], location) => {
  const made = derivation("name", "text").run(
    machine,
    [name, script].filter((each) => each !== undefined),
    location,
  );
  const built = machine.build("mkDerivation", attributes ?? valueThunk(OPAQUE), location);
  const own = built.kind === "derivation" ? built.attributes : EMPTY_SET;
  return machine.derivation(own, () => [made, built].map((each) => machine.moves(each)).includes(true));
};

/** A package, or one of its outputs. */
const same: Run = (machine, [given]) => (given === undefined ? OPAQUE : machine.force(given));

/** The path of a program in a package, or of a list of packages. */
const pathText: Run = (machine, args, location) => {
  const moves = args.map((each) => machine.moves(machine.force(each))).includes(true);
  for (const each of args) pour(machine, machine.force(each), "inputs", location);
  return { kind: "text", pieces: [{ kind: moves ? "store" : "unknown" }], location: null };
};

/** `import x`: the file of the package that it is, or something of which nothing is known. */
const importPath: Run = (machine, [path], location) => {
  if (path === undefined) return OPAQUE;
  return (
    choiceOf(alternatives(machine.force(path)).map((each) => importOne(machine, each, location))) ?? DIFFERING
  );
};

function importOne(machine: Machine, value: Value, location: Location): Value {
  switch (value.kind) {
    case "path": {
      const file = machine.importFile(value);
      if (file !== null) return file;
      if (machine.moves(value)) machine.report(location, "uses a changed value as Nix code");
      return OPAQUE;
    }
    case "nothing":
      return NOTHING;
    case "opaque":
      return OPAQUE;
    case "text":
    case "set":
    case "list":
    case "closure":
    case "native":
    case "derivation":
    case "differing":
    case "choice":
      if (!machine.moves(value)) return OPAQUE;
      machine.report(location, "uses a changed value as Nix code");
      return DIFFERING;
  }
}

/** `callPackage f { … }`: what is not given comes from elsewhere. */
const callPackage: Run = (machine, [target, given], location) => {
  if (target === undefined || given === undefined) return OPAQUE;
  const forced = machine.force(target);
  const isCode = alternatives(forced).every(({ kind }) => kind === "closure");
  const code = isCode ? forced : importPath(machine, [target], location);
  const found = alternatives(code).map((each): Value => {
    if (each.kind === "closure") return machine.apply(each, given, location);
    if (![each, machine.force(given)].map((one) => machine.moves(one)).includes(true)) return OPAQUE;
    machine.report(location, "passes a changed value to `callPackage` for code outside the package");
    return DIFFERING;
  });
  return choiceOf(found) ?? DIFFERING;
};

/** Looks at all that it is given; nothing that is built depends on it. */
function free(arity: number): LibraryFunction {
  return {
    arity,
    run: (machine, args, location) => {
      for (const each of args) machine.moves(machine.force(each));
      return { kind: "opaque", path: ["free", String(location.file)] };
    },
  };
}

/** A patch or script with texts put into it. */
const replaceVars: Run = (machine, [file, texts], location) =>
  derivation("source", "texts").run(
    machine,
    [file, texts].filter((each) => each !== undefined),
    location,
  );

/** `withPackages (ps: [ … ])`. */
const withPackages: Run = (machine, [choose], location) => {
  const given = choose === undefined ? OPAQUE : machine.force(choose);
  const list = given.kind === "closure" ? machine.apply(given, valueThunk(OPAQUE), location) : given;
  return machine.derivation(EMPTY_SET, () => {
    pour(machine, list, "inputs", location);
    return machine.moves(list);
  });
};

function named(names: readonly string[], fn: LibraryFunction): (readonly [string, LibraryFunction])[] {
  return names.map((name) => [name, fn]);
}

/** Functions that make derivations, or read code, whatever set of packages they are taken from. */
export const DERIVATION_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ["import", { arity: 1, run: importPath }],
  ...named(["callPackage", "callPackages"], { arity: 2, run: callPackage }),
  ...named(["writeText", "writeScript", "writeScriptBin"], derivation("name", "text")),
  ...named(["writeShellScript", "writeShellScriptBin", "writeTextDir"], derivation("name", "text")),
  ...named(COMMANDS, { arity: 3, run: runCommand }),
  ...named(["replaceVars"], { arity: 2, run: replaceVars }),
  ...named(["substituteAll"], derivation("texts")),
  ...named(["withPackages"], { arity: 1, run: withPackages }),
  ...named(["getBin", "getLib", "getDev", "getOut", "getMan"], { arity: 1, run: same }),
  ...named(["getOutput"], {
    arity: 2,
    run: (machine, [output, given], location) => {
      still(machine, [output], location);
      return same(machine, given === undefined ? [] : [given], location);
    },
  }),
  ...named(["getExe", "makeBinPath", "makeLibraryPath", "makeIncludePath"], { arity: 1, run: pathText }),
  ...named(["getExe'", "makeSearchPath"], { arity: 2, run: pathText }),
  ...named(["makeSearchPathOutput"], { arity: 3, run: pathText }),
  ...named(
    ["testVersion", "nix-update-script", "gitUpdater", "genericUpdater", "writeUpdateScript"],
    free(1),
  ),
  ...named(["unstableGitUpdater", "httpTwoLevelsUpdater", "directoryListingUpdater", "sequence"], free(1)),
]);
