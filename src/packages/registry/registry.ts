import { decodeText, type SourceText, type Span } from "../../nix/text.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { canonicalJson } from "./canonical.ts";
import { type JsonMember, type JsonObject, readJson } from "./json.ts";

/** Where NUR's registry stands: `{"repos": {<name>: <entry>}}`. */
export const REGISTRY_FILE = "repos.json";
/** What a job of NUR's own writes: which commit of each repository is the newest that evaluates. */
export const REGISTRY_LOCK_FILE = "repos.json.lock";

/** What `repos.json` of a snapshot holds. */
export type RegistryReading =
  | { readonly kind: "absent" }
  /** It is no file, or cannot be read; `why` is a clause. */
  | { readonly kind: "unreadable"; readonly why: string }
  /** It is no registry; `why` is a clause about the place. */
  | {
      readonly kind: "invalid";
      readonly source: SourceText;
      readonly problems: readonly RegistryProblem[];
    }
  | { readonly kind: "registry"; readonly registry: Registry };

export type RegistryProblem = { readonly at: Span; readonly why: string };

/** A registry in which every key stands once. */
export type Registry = {
  readonly source: SourceText;
  /** The object of the entries. */
  readonly object: JsonObject;
  /** In the order of the file. */
  readonly entries: readonly RegistryEntry[];
};

/** An entry, well formed or not. What has another type than it should is null in the fields below. */
export type RegistryEntry = {
  readonly name: string;
  /** `"name": {…}` */
  readonly member: JsonMember;
  /** By their keys; empty where the entry is no object. */
  readonly fields: ReadonlyMap<string, JsonMember>;
  readonly url: string | null;
  readonly contact: string | null;
  readonly file: string | null;
  readonly branch: string | null;
  readonly submodules: boolean | null;
  readonly type: string | null;
};

/** The canonical text of an entry's value: what two entries that say the same have alike. */
export function meaningOf({ member }: RegistryEntry): string {
  return canonicalJson(member.value);
}

/** One reading of the same bytes. */
const readings = new WeakMap<Uint8Array, RegistryReading>();

/** Reads the registry of a snapshot. */
export function readRegistry(snapshot: Snapshot): RegistryReading {
  const entry = snapshot.entry(REGISTRY_FILE);
  if (typeof entry === "string") return { kind: "absent" };
  if (entry.kind !== "file") {
    const what = entry.kind === "symlink" ? "symbolic link" : entry.kind;
    return { kind: "unreadable", why: `it is a ${what}, and must be a file` };
  }
  const content = snapshot.read(REGISTRY_FILE);
  if (content === "not-loaded" || content.kind === "absent") return { kind: "absent" };
  if (content.kind === "too-large") {
    return { kind: "unreadable", why: `it is too large (${Math.round(content.size / 1024)} KiB)` };
  }
  const known = readings.get(content.bytes) ?? registryIn(decodeText(content.bytes));
  readings.set(content.bytes, known);
  return known;
}

/** The registry of a snapshot; null where it has none that is valid. */
export function registryOf(snapshot: Snapshot): Registry | null {
  const reading = readRegistry(snapshot);
  return reading.kind === "registry" ? reading.registry : null;
}

/** Reads a text as a registry. */
export function registryIn(source: SourceText): RegistryReading {
  const invalid = (...problems: RegistryProblem[]): RegistryReading => ({
    kind: "invalid",
    source,
    problems,
  });
  const start: Span = { start: 0, end: 0 };
  if (!source.exact) return invalid({ at: start, why: "its bytes are not UTF-8" });
  const read = readJson(source.text);
  if (read.kind === "invalid") {
    return invalid({ at: read.at, why: read.beyond ? read.why : `the JSON does not parse: ${read.why}` });
  }
  const { value } = read;
  if (value.kind !== "object")
    return invalid({ at: value, why: `it must be an object with the key "repos"` });
  const repeated = repeatedKeys(value);
  if (repeated.length > 0) return invalid(...repeated);
  const repos = value.members.find(({ key }) => key === "repos");
  if (repos === undefined) return invalid({ at: start, why: `it has no key "repos"` });
  const [other] = value.members.filter((member) => member !== repos);
  if (other !== undefined) {
    return invalid({ at: other.keySpan, why: `beside "repos" it has the key ${JSON.stringify(other.key)}` });
  }
  if (repos.value.kind !== "object") return invalid({ at: repos.value, why: `"repos" must be an object` });
  const object = repos.value;
  return { kind: "registry", registry: { source, object, entries: object.members.map(entryOf) } };
}

/** Every key that its object has already, at whatever depth. */
function repeatedKeys(top: JsonObject): RegistryProblem[] {
  const found: RegistryProblem[] = [];
  const pending: JsonMember["value"][] = [top];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind === "array") pending.push(...value.items);
    if (value.kind !== "object") continue;
    const seen = new Set<string>();
    for (const { key, keySpan, value: below } of value.members) {
      if (seen.has(key)) found.push({ at: keySpan, why: `the key ${JSON.stringify(key)} occurs twice` });
      seen.add(key);
      pending.push(below);
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start);
}

function entryOf(member: JsonMember): RegistryEntry {
  const members = member.value.kind === "object" ? member.value.members : [];
  const fields = new Map(members.map((field) => [field.key, field]));
  const text = (key: string) => {
    const value = fields.get(key)?.value;
    return value?.kind === "string" ? value.value : null;
  };
  const submodules = fields.get("submodules")?.value;
  return {
    name: member.key,
    member,
    fields,
    url: text("url"),
    contact: text("github-contact"),
    file: text("file"),
    branch: text("branch"),
    submodules: submodules?.kind === "literal" ? submodules.value : null,
    type: text("type"),
  };
}
