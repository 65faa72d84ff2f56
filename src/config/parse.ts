import { LRUCache } from "lru-cache";
import { isScalar, LineCounter, parseDocument, visit } from "yaml";
import { quoted } from "../nix/shown.ts";
import type { Position } from "../nix/text.ts";
import { nearestName } from "./nearest-name.ts";
import type { RuleNaming } from "./rule-levels.ts";
import { type ConfigurationFile, configurationSchema, KEYS } from "./schema.ts";

/** A mistake in a configuration file; the message is one sentence that names the key. */
export type ConfigurationProblem = { readonly position: Position; readonly message: string };

export type ParsedConfiguration =
  | { readonly kind: "valid"; readonly file: ConfigurationFile }
  | { readonly kind: "invalid"; readonly problems: readonly ConfigurationProblem[] };

/** Longer than this is no configuration: YAML of many keys takes more than its length to read. */
const MAX_LENGTH = 64 * 1024;

/** Says that a file is longer, as a clause. */
export const TOO_LONG = "the file is too long: at most 64 KiB are read";

/** Sections that may stand there with everything in them commented out. */
const SECTIONS = new Set([
  "packages",
  "nix",
  "rules",
  "levels",
  "review",
  "labels",
  "merge",
  "overrides",
  "committers",
  "maintainers",
]);

/** Making a schema takes longer than using it. */
const schemas = new WeakMap<RuleNaming, ReturnType<typeof configurationSchema>>();

function schemaFor(rules: RuleNaming): ReturnType<typeof configurationSchema> {
  const known = schemas.get(rules) ?? configurationSchema(rules);
  schemas.set(rules, known);
  return known;
}

/** So many files are kept as they were parsed: each run reads its configuration several times, and so do the next. */
const MAX_KEPT = 16;
const kept = new WeakMap<RuleNaming, LRUCache<string, ParsedConfiguration>>();

/**
 * Reads a configuration file. Unknown keys and bad values are problems with the line of the key;
 * an empty file is a valid one.
 */
export function parseConfiguration(text: string, rules: RuleNaming): ParsedConfiguration {
  const known = kept.get(rules) ?? new LRUCache<string, ParsedConfiguration>({ max: MAX_KEPT });
  kept.set(rules, known);
  const parsed = known.get(text) ?? parse(text, rules);
  if (text.length <= MAX_LENGTH) known.set(text, parsed);
  return parsed;
}

function parse(text: string, rules: RuleNaming): ParsedConfiguration {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const invalid = (offset: number, message: string): ParsedConfiguration => ({
    kind: "invalid",
    problems: [{ position: position(offset), message }],
  });
  if (text.length > MAX_LENGTH) return invalid(0, TOO_LONG);
  // The library compares each key with all before it; `findRepeatedKey` looks it up.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    return invalid(syntax.pos[0], `the YAML does not parse: ${firstLine(syntax.message)}`);
  }
  const repeated = findRepeatedKey(document);
  if (repeated !== null) return invalid(repeated, "the YAML does not parse: Map keys must be unique");
  const danglingAlias = findAlias(document);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return invalid(danglingAlias, `the YAML does not parse: ${firstLine(error)}`);
  }
  const prototype = findKey(document, "__proto__");
  if (prototype !== null) return invalid(prototype, `\`__proto__\` is not a key of the configuration`);
  const result = schemaFor(rules).safeParse(withoutEmptySections(value) ?? {});
  if (result.success) return { kind: "valid", file: result.data };
  const problems = withoutEchoes(result.error.issues).flatMap((issue) =>
    describeIssue(issue, rules.names).map(({ path, message }) => ({
      position: position(offsetOf(document, path)),
      message,
    })),
  );
  problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  return { kind: "invalid", problems };
}

/**
 * Where each key of a configuration stands, by its path as messages write it: `merge.strategies`,
 * `packages[0].root`. For a text that is valid.
 */
export function keyPositions(text: string): ReadonlyMap<string, Position> {
  const lines = new LineCounter();
  const found = new Map<string, Position>();
  const pending = [
    { path: [] as PropertyKey[], node: parseDocument(text, { lineCounter: lines }).contents as unknown },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, node } = next;
    if (!isCollection(node) || path.length > DEEPEST_KEY) continue;
    for (const [i, item] of node.items.entries()) {
      const below = [...path, isPair(item) ? String(scalarValue(item.key)) : i];
      const start = isPair(item) ? startOf(item.key) : startOf(item);
      const { line, col } = lines.linePos(start ?? 0);
      found.set(keyName(below), { line, column: col });
      pending.push({ path: below, node: isPair(item) ? item.value : item });
    }
  }
  return found;
}

/** Below this no key has a place of its own. */
const DEEPEST_KEY = 3;

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? "";
}

/** No section stands deeper than this, and an alias of itself is endlessly deep. */
const DEEPEST_SECTION = 3;

function withoutEmptySections(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > DEEPEST_SECTION) return value;
  if (Array.isArray(value)) return value.map((below) => withoutEmptySections(below, depth + 1));
  const entries = Object.entries(value).filter(([key, below]) => below !== null || !SECTIONS.has(key));
  return Object.fromEntries(entries.map(([key, below]) => [key, withoutEmptySections(below, depth + 1)]));
}

/** The offset of the first alias without an anchor before it; 0 where there is none. */
function findAlias(document: ReturnType<typeof parseDocument>): number {
  let found = 0;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = startOf(alias) ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

/** The offset of the first key that its map has already; null where there is none. */
function findRepeatedKey(document: ReturnType<typeof parseDocument>): number | null {
  let found: number | null = null;
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value)) {
          found = startOf(key) ?? 0;
          return visit.BREAK;
        }
        seen.add(value);
      }
      return undefined;
    },
  });
  return found;
}

/** The offset of the first key of a name, wherever it stands below the top; null where there is none. */
function findKey(document: ReturnType<typeof parseDocument>, name: string): number | null {
  let found: number | null = null;
  visit(document, {
    Pair(_key, pair, ancestors) {
      if (scalarValue(pair.key) !== name || ancestors.length <= 2) return undefined;
      found = startOf(pair.key);
      return visit.BREAK;
    },
  });
  return found;
}

type Issue = {
  readonly code: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly errors?: readonly (readonly { readonly message: string }[])[];
  readonly issues?: readonly { readonly message: string }[];
};

type Described = { readonly path: PropertyKey[]; readonly message: string };

/** Without what is only said because a key that there is not does not count. */
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const unknown = new Set(
    issues.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => keyName(path)),
  );
  return issues.filter(({ code, path }) => code !== "custom" || !unknown.has(keyName(path)));
}

function describeIssue(issue: Issue, ruleNames: readonly string[]): Described[] {
  const key = quoted(keyName(issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return (issue.keys ?? []).map((unknown) => {
        const path = [...issue.path, unknown];
        const known = KEYS.get(mappingName(issue.path)) ?? [];
        const there =
          known.length === 0 ? "" : `; there are ${known.map((each) => `\`${each}\``).join(", ")}`;
        return { path, message: `${quoted(keyName(path))} is not a key of the configuration${there}` };
      });
    case "invalid_value":
      return [
        {
          path: issue.path,
          message: `${key} must be one of ${(issue.values ?? []).map((v) => `\`${String(v)}\``).join(", ")}`,
        },
      ];
    case "invalid_key": {
      const name = String(issue.path.at(-1) ?? "");
      const nearest = nearestName(name, ruleNames);
      const hint = nearest === null ? "see `by-name-bot rules`" : `did you mean \`${nearest}\`?`;
      const under = quoted(keyName(issue.path.slice(0, -1)));
      return [{ path: issue.path, message: `${quoted(name)} under ${under} is not a rule: ${hint}` }];
    }
    case "invalid_type":
      return [{ path: issue.path, message: `${key} must be ${article(issue.expected ?? "something else")}` }];
    case "invalid_union":
      return [{ path: issue.path, message: `${key} must be ${unionOf(issue.path)}` }];
    default:
      return [{ path: issue.path, message: `${key} ${issue.message}` }];
  }
}

/** What may stand where several kinds of values may. */
function unionOf(path: readonly PropertyKey[]): string {
  if (path.at(-1) === "listed-in") return "the path of a Nix file, or a list of such paths";
  if (path[0] !== "merge") return "a path, or a list of paths";
  if (path[1] === "checks" && path.at(-1) === "app") return "the name of an App, or its numeric id";
  if (path[1] === "checks") return "the name of a check, or `{ name, app }`";
  if (path[1] === "max-file-size") return "bytes, or a number with `KiB` or `MiB`";
  return "the login of an account, or its numeric id";
}

function article(type: string): string {
  const names: Record<string, string> = {
    object: "a mapping",
    record: "a mapping",
    array: "a list",
    string: "a string",
    boolean: "`true` or `false`",
  };
  return names[type] ?? type;
}

/** The path of a mapping without indexes: `packages.overrides`. */
function mappingName(path: readonly PropertyKey[]): string {
  return path.filter((part) => typeof part !== "number").join(".");
}

function keyName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the configuration";
  let name = "";
  for (const part of path) {
    name += typeof part === "number" ? `[${part}]` : name === "" ? String(part) : `.${String(part)}`;
  }
  return name;
}

/** The offset of the deepest key on a path that the document has. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const part of path) {
    if (!isCollection(node)) break;
    const item = node.items.find((candidate, i) =>
      isPair(candidate) ? keyText(candidate.key) === part : i === part,
    );
    if (item === undefined) break;
    const start = isPair(item) ? startOf(item.key) : startOf(item);
    if (start !== null) offset = start;
    node = isPair(item) ? item.value : item;
  }
  return offset;
}

function isCollection(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items);
}

function isPair(item: unknown): item is { readonly key: unknown; readonly value: unknown } {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}

/** A key as the JavaScript that it becomes has it. */
function keyText(node: unknown): unknown {
  const value = scalarValue(node);
  return typeof value === "string" ? value : String(value);
}

function scalarValue(node: unknown): unknown {
  return typeof node === "object" && node !== null && "value" in node ? node.value : node;
}

function startOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : null;
}
