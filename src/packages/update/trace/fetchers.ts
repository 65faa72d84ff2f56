import type { FetcherKind } from "../../derivation/fetcher-names.ts";
import { isHashAttribute } from "../../derivation/hash-names.ts";
import { selfApplied } from "./self.ts";
import { hashesOf, judgeHashes, pour, pourUnnamed, type Sink } from "./sinks.ts";
import { fetchesAnother } from "./stale.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type SetValue,
  type Thunk,
  type Value,
} from "./values.ts";

type Arguments = Readonly<Record<string, Sink>>;

/** What every fetcher takes. */
const COMMON: Arguments = {
  name: "name",
  postFetch: "text",
  preFetch: "text",
  meta: "free",
  passthru: "free",
};

/** Dependencies of a source, as a tool's own lock file in the source names them. */
const DEPENDENCIES: Arguments = {
  pname: "name",
  version: "name",
  src: "source",
  srcs: "source",
  yarnLock: "source",
  lockFile: "source",
  missingHashes: "source",
  patches: "inputs",
  sourceRoot: "text",
  setSourceRoot: "text",
  cargoRoot: "text",
  prePatch: "text",
  postPatch: "text",
  nativeBuildInputs: "inputs",
};

/** What may reach which argument of a fetcher (Nixpkgs manual, "Fetchers", and the functions in nixpkgs). */
const ARGUMENTS: Readonly<Record<FetcherKind, Arguments>> = {
  file: { url: "url", urls: "url", pname: "name", version: "name" },
  git: { rev: "ref", tag: "ref", ref: "ref", url: "url" },
  forge: { rev: "ref", tag: "ref" },
  registry: { version: "version" },
  // The name and the version are one name of a file: https://github.com/hexpm/specifications/blob/main/endpoints.md
  hex: { version: "flat-version" },
  dependencies: DEPENDENCIES,
};

/** What says which content is fetched. */
const LOCATING: ReadonlySet<Sink> = new Set<Sink>(["ref", "url", "version", "flat-version"]);

type Fetcher = { readonly name: string; readonly kind: FetcherKind };

/** What a fetcher returns, having looked at all that it is given. */
export function fetch(machine: Machine, fetcher: Fetcher, argument: Thunk, location: Location): Value {
  const found = alternatives(machine.force(argument)).map((given) =>
    fetchOne(machine, fetcher, given, location),
  );
  return choiceOf(found) ?? DIFFERING;
}

function fetchOne(machine: Machine, fetcher: Fetcher, given: Value, location: Location): Value {
  switch (given.kind) {
    case "set":
      return fetchSet(machine, fetcher, given, location);
    case "closure":
      return fetchSet(machine, fetcher, selfApplied(machine, given, location), location);
    case "nothing":
      return NOTHING;
    case "opaque":
    case "text":
    case "list":
    case "path":
    case "native":
    case "derivation":
    case "differing":
    case "choice":
      if (!machine.moves(given)) return OPAQUE;
      machine.report(
        location,
        `passes a changed value to \`${fetcher.name}\` in a way that is not understood`,
      );
      return DIFFERING;
  }
}

function fetchSet(machine: Machine, fetcher: Fetcher, set: SetValue, location: Location): Value {
  return machine.derivation(set, () => looksAt(machine, fetcher, set, location));
}

/** Looks at all arguments of a fetcher, and whether any of them differs. */
function looksAt(machine: Machine, { name, kind }: Fetcher, set: SetValue, location: Location): boolean {
  const own: Arguments = { ...COMMON, ...ARGUMENTS[kind] };
  let located = false;
  let founded = false;
  let moves = false;
  for (const [argument, value] of set.attributes) {
    const forced = machine.force(value);
    const differs = machine.moves(forced);
    moves ||= differs;
    const sink = Object.hasOwn(own, argument)
      ? own[argument]
      : isHashAttribute(argument)
        ? "hash"
        : undefined;
    if (sink !== undefined) {
      pour(machine, forced, sink, value.location ?? location);
      located ||= differs && LOCATING.has(sink);
      founded ||= differs && (LOCATING.has(sink) || sink === "source");
    } else if (differs) {
      machine.report(value.location ?? location, `passes a changed value to \`${name}\` as \`${argument}\``);
    }
  }
  pourUnnamed(machine, set, name, location);
  judgeHashes(machine, set, { located, founded }, location);
  if (located && fetchesAnother(machine, name, kind, set)) {
    for (const { at, written } of hashesOf(machine, set, location)) {
      if (written) machine.noteStale(at, location);
    }
  }
  return moves;
}
