import { LineCounter, parseDocument } from "yaml";
import type { Position } from "../nix/text.ts";
import { type ConfigurationFile, configurationSchema } from "./schema.ts";

/** A mistake in a configuration file; the message is one sentence that names the key. */
export type ConfigurationProblem = { readonly position: Position; readonly message: string };

export type ParsedConfiguration =
  | { readonly kind: "valid"; readonly file: ConfigurationFile }
  | { readonly kind: "invalid"; readonly problems: readonly ConfigurationProblem[] };

/**
 * Reads a configuration file. Unknown keys and bad values are problems with the line of the key;
 * an empty file is a valid one. `ruleNames` are all names and NPV numbers that `rules` may use.
 */
export function parseConfiguration(text: string, ruleNames: readonly string[]): ParsedConfiguration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const message = `the YAML does not parse: ${syntax.message.split("\n")[0] ?? ""}`;
    return { kind: "invalid", problems: [{ position: position(syntax.pos[0]), message }] };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = `the YAML does not parse: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: "invalid", problems: [{ position: position(0), message }] };
  }
  const result = configurationSchema(ruleNames).safeParse(value ?? {});
  if (result.success) return { kind: "valid", file: result.data };
  const problems = result.error.issues.flatMap((issue) =>
    describeIssue(issue, ruleNames).map(({ path, message }) => ({
      position: position(offsetOf(document, path)),
      message,
    })),
  );
  problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  return { kind: "invalid", problems };
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

function describeIssue(issue: Issue, ruleNames: readonly string[]): Described[] {
  const key = keyName(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return (issue.keys ?? []).map((unknown) => {
        const path = [...issue.path, unknown];
        return { path, message: `\`${keyName(path)}\` is no key of the configuration` };
      });
    case "invalid_value":
      return [
        {
          path: issue.path,
          message: `\`${key}\` must be one of ${(issue.values ?? []).map((v) => `\`${String(v)}\``).join(", ")}`,
        },
      ];
    case "invalid_key": {
      const name = String(issue.path.at(-1) ?? "");
      const nearest = nearestName(name, ruleNames);
      const hint = nearest === null ? "see `by-name-bot rules`" : `did you mean \`${nearest}\`?`;
      return [{ path: issue.path, message: `\`${name}\` under \`rules\` is no rule: ${hint}` }];
    }
    case "invalid_type":
      return [
        { path: issue.path, message: `\`${key}\` must be ${article(issue.expected ?? "something else")}` },
      ];
    case "invalid_union":
      return [{ path: issue.path, message: `\`${key}\` must be a path, or a list of paths` }];
    default:
      return [{ path: issue.path, message: `\`${key}\` ${issue.message}` }];
  }
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

function keyName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the configuration";
  let name = "";
  for (const part of path) {
    name += typeof part === "number" ? `[${part}]` : name === "" ? String(part) : `.${String(part)}`;
  }
  return name;
}

/** The name with the fewest edits from a misspelled one, where that is few. */
function nearestName(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1;
  if (name.length > 100) return null;
  for (const candidate of names) {
    const distance = editDistance(name, candidate);
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The offset of the deepest key on a path that the document has. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const part of path) {
    if (!isCollection(node)) break;
    const item = node.items.find((candidate, i) =>
      isPair(candidate) ? scalarValue(candidate.key) === part : i === part,
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

function scalarValue(node: unknown): unknown {
  return typeof node === "object" && node !== null && "value" in node ? node.value : node;
}

function startOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : null;
}
