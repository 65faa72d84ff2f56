// The names that Nix defines for every file, which nobody needs to bind (Nix manual, "Built-ins"). Those that begin
// with `__` are attributes of `builtins` without it. With `builtins.scopedImport` a file may be given others.

/** Written by `scripts/nix-builtins.ts` from the sources of Nix 2.28.0 to 2.35.2: in every one of them. */
const ALWAYS: readonly string[] = [
  "__add __addDrvOutputDependencies __addErrorContext __all __any __appendContext __attrNames",
  "__attrValues __bitAnd __bitOr __bitXor __catAttrs __ceil __compareVersions __concatLists __concatMap",
  "__concatStringsSep __convertHash __deepSeq __div __elem __elemAt __fetchurl __filter __filterSource",
  "__findFile __floor __foldl' __fromJSON __functionArgs __genList __genericClosure __getAttr",
  "__getContext __getEnv __groupBy __hasAttr __hasContext __hashFile __hashString __head",
  "__intersectAttrs __isAttrs __isBool __isFloat __isFunction __isInt __isList __isPath __isString",
  "__langVersion __length __lessThan __listToAttrs __mapAttrs __match __mul __nixPath __nixVersion",
  "__parseDrvName __partition __path __pathExists __readDir __readFile __readFileType __replaceStrings",
  "__seq __sort __split __splitVersion __storeDir __storePath __stringLength __sub __substring __tail",
  "__toFile __toJSON __toPath __toXML __trace __traceVerbose __tryEval __typeOf",
  "__unsafeDiscardOutputDependency __unsafeDiscardStringContext __unsafeGetAttrPos __warn",
  "__zipAttrsWith abort baseNameOf break builtins derivation derivationStrict dirOf false fetchGit",
  "fetchMercurial fetchTarball fromTOML import isNull map null placeholder removeAttrs scopedImport",
  "throw toString true",
];

/** In some of them, or only with a setting or an experimental feature. */
const SOMETIMES: readonly string[] = [
  "__currentSystem __currentTime __exec __fetchClosure __flakeRefToString __getFlake __importNative",
  "__outputOf __parseFlakeRef fetchTree",
];

/** End of what is written. */

const GLOBALS: ReadonlyMap<string, "always" | "sometimes"> = new Map([
  ...SOMETIMES.flatMap((line) => line.split(" ").map((name) => [name, "sometimes"] as const)),
  ...ALWAYS.flatMap((line) => line.split(" ").map((name) => [name, "always"] as const)),
]);

/**
 * Whether a name is defined where nothing binds it: `always` in every release of Nix from 2.28 on, whatever its
 * settings; `sometimes` in some of them, or only with a setting or an experimental feature.
 */
export function isGlobal(name: string): "always" | "sometimes" | "never" {
  return GLOBALS.get(name) ?? "never";
}

/** Whether every release has it as an attribute of `builtins`, and none without `builtins.`. */
export function isOnlyInBuiltins(name: string): boolean {
  return GLOBALS.get(`__${name}`) === "always" && !GLOBALS.has(name);
}

/** The names that are always defined, but for those that begin with `__`. */
export const PLAIN_GLOBALS: readonly string[] = [...GLOBALS.keys()].filter(
  (name) => !name.startsWith("__") && isGlobal(name) === "always",
);
