import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { levelOf } from "../src/checker/level.ts";
import type { Rule } from "../src/checker/rule.ts";
import { type Preset, resolveConfiguration } from "../src/config/configuration.ts";
import { mergeConfiguration } from "../src/config/merge.ts";
import { configurationSchema } from "../src/config/schema.ts";
import { RULES } from "../src/rules/index.ts";
import { FAMILIES_IN_USE, RULE_NAMING } from "../src/rules/naming.ts";
import { exampleRepository } from "./example-repository.ts";

/** The name of the schema of the configuration, where editors and SchemaStore find it. */
const SCHEMA_URL = "https://raw.githubusercontent.com/by-name-bot/by-name-bot/main/docs/by-name.schema.json";

// Writes what the documentation takes from the code; `test/docs` fails where that is stale.
const ROOT = new URL("../", import.meta.url);

/** What every generated file should hold, by its path: whole files, and pages with generated parts. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const parts: Readonly<Record<string, () => string | Promise<string>>> = {
    example: exampleOutput,
    "number of rules": () =>
      `There are [${RULES.length} rules](docs/rules/README.md) in ${FAMILIES_IN_USE.length} families, each with a page of examples.`,
    "options of the checker": () => optionsTable(["preset", "packages", "nix", "rules", "levels"]),
    "options of the App": () => optionsTable(["review", "labels"]),
    "options of merging": () => optionsTable(["merge"]),
    "help of check": () => helpOutput("check"),
    "help of init": () => helpOutput("init"),
    "help of config": () => helpOutput("config"),
    "help of explain-merge": () => helpOutput("explain-merge"),
    "help of maintainers": () => helpOutput("maintainers"),
    "help of nur sweep": () => helpOutput("nur", "sweep"),
    "help of serve": () => helpOutput("serve"),
  };
  const pages = ["README.md", "docs/configuration.md", "docs/command-line.md"];
  const texts = await Promise.all(pages.map(async (page) => [page, await fillIn(page, parts)] as const));
  return new Map([
    ...texts,
    ["docs/rules/README.md", indexPage()],
    ["docs/by-name-bot.1", await programOutput(["man"])],
    ["docs/by-name.schema.json", `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`],
  ]);
}

/** A page with what stands between `<!-- generated: NAME -->` and `<!-- end -->` made anew. */
async function fillIn(
  page: string,
  parts: Readonly<Record<string, () => string | Promise<string>>>,
): Promise<string> {
  const text = readFileSync(new URL(page, ROOT), "utf8");
  const marked = /(<!-- generated: (.*?) -->\n).*?(<!-- end -->)/gs;
  const made = new Map<string, string>();
  for (const [, , name = ""] of text.matchAll(marked)) {
    const part = parts[name];
    if (part === undefined) throw new Error(`${page}: nothing generates "${name}"`);
    made.set(name, await part());
  }
  return text.replace(
    marked,
    (_, begin: string, name: string, end: string) => `${begin}\n${made.get(name) ?? ""}\n\n${end}`,
  );
}

// Rules

const PRESETS = ["nixpkgs", "nur", "flake"] as const satisfies readonly Preset[];

function indexPage(): string {
  const sections = FAMILIES_IN_USE.map(({ name, title, about }) => {
    const table = rulesTable(RULES.filter(({ family }) => family === name));
    return `## ${title}\n\nFamily \`${name}\`. ${about}\n\n${table}\n`;
  });
  return `# The rules

<!-- Written by \`npm run generate\` from src/rules. -->

Each rule has a page, which \`by-name-bot explain\` prints too, by name or number. The numbers are those of
[nixpkgs-vet](https://github.com/NixOS/nixpkgs-vet/wiki). The level depends on the
[preset](../configuration.md#presets); a repository can [change it](../configuration.md#levels).

${sections.join("\n")}`;
}

function rulesTable(rules: readonly Rule[]): string {
  return table(
    ["rule", "number", "level", "reported when"],
    rules.map((rule) => [
      `[\`${rule.name}\`](${rule.family}/${rule.name}.md)`,
      rule.codes.join(", ") || "–",
      presetLevels(rule),
      rule.summary + condition(rule),
    ]),
  );
}

/** The level of a rule, or each with the presets that have it: "error (nixpkgs), off (nur, flake)". */
function presetLevels(rule: Rule): string {
  const presets = Map.groupBy(PRESETS, (preset) => levelOf(rule, preset, new Map()));
  if (presets.size === 1) return [...presets.keys()].join("");
  return [...presets].map(([level, names]) => `${level} (${names.join(", ")})`).join(", ");
}

function condition({ policy, comparesOnly }: Rule): string {
  const conditions = [
    ...(policy === undefined ? [] : [`policy \`${policy}\``]),
    ...(comparesOnly ? ["with a base"] : []),
  ];
  return conditions.length === 0 ? "" : ` (only ${conditions.join(", ")})`;
}

// Configuration

/** As much of JSON Schema as comes out of our schema. */
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of `.github/by-name.yml`, of the draft that editors know best. */
export function configurationJsonSchema(): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(configurationSchema(RULE_NAMING), {
    target: "draft-7",
    io: "input",
  });
  nameRules(property(schema, "rules"));
  nameRules(property(itemsOf(property(schema, "levels")), "rules"));
  const root = itemsOf(property(schema, "packages"));
  root.if = { properties: { layout: { const: "listed" } }, required: ["layout"] };
  root.else = { required: ["root"] };
  for (const [path, value] of rootDefaults()) {
    const described = path.reduce(property, root);
    described.default = value;
  }
  property(property(schema, "review"), "event").default = resolveConfiguration(
    {},
    "nixpkgs",
    RULE_NAMING,
  ).review.event;
  const merge = property(schema, "merge");
  for (const [path, value] of mergeDefaults()) path.reduce(property, merge).default = value;
  const { $schema, ...rest } = schema;
  const title = "Configuration of by-name-bot";
  const description = "What `.github/by-name.yml` may hold.";
  return { ...($schema === undefined ? {} : { $schema }), $id: SCHEMA_URL, title, description, ...rest };
}

/** Lets the schema of a mapping of levels tell which rules and families there are, for completion in an editor. */
function nameRules(levels: JsonSchema): void {
  const level = levels.additionalProperties;
  if (typeof level !== "object") throw new Error("the levels of rules have no schema");
  levels.propertyNames = { enum: [...RULE_NAMING.names] };
  levels.properties = Object.fromEntries([
    ...RULES.flatMap((rule) =>
      [rule.name, ...rule.codes].map((name) => [
        name,
        { description: `Reported when ${rule.summary}.`, ...level },
      ]),
    ),
    ...FAMILIES_IN_USE.map(({ name, title }) => [
      name,
      { description: `All rules of the family “${title}”.`, ...level },
    ]),
  ]);
  levels.additionalProperties = false;
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  if (typeof items !== "object" || Array.isArray(items)) throw new Error("a list has no schema of its items");
  return items;
}

function property(schema: JsonSchema, name: string): JsonSchema {
  const found = schema.properties?.[name];
  if (typeof found !== "object") throw new Error(`the configuration has no ${name}`);
  return found;
}

/** What a root is that only says where it is, as the code fills it in. */
function rootDefaults(): [path: string[], value: unknown][] {
  const { roots } = resolveConfiguration({ packages: [{ root: "x" }] }, "nixpkgs", RULE_NAMING);
  const [root] = roots;
  if (root === undefined) throw new Error("there is no root");
  const { files, policy } = root.overrides;
  return [
    [["sharded"], root.sharded],
    [["file"], root.file],
    [["scope"], root.scope],
    [["overrides", "file"], files.length === 1 ? files[0] : files],
    [["overrides", "policy"], policy],
  ];
}

/** When a change may merge itself where the configuration does not say, as far as keys have a value then. */
function mergeDefaults(): [path: string[], value: unknown][] {
  const { strategies, branches, maintainers, ownOverrides, method } = mergeConfiguration(undefined);
  return [
    [["strategies"], [...strategies]],
    [["branches"], [...branches]],
    [["maintainers", "source"], maintainers.kind],
    [["own-overrides"], ownOverrides],
    [["method"], method],
  ];
}

function optionsTable(keys: readonly string[]): string {
  const schema = configurationJsonSchema();
  return table(
    ["key", "value", "default", "what it is"],
    keys.flatMap((key) => optionRows(key, property(schema, key))),
  );
}

function optionRows(key: string, schema: JsonSchema): string[][] {
  const value = schema.default === undefined ? "" : shownDefault(schema.default);
  const own = [`\`${key}\``, typeName(schema), value, schema.description ?? ""];
  if (key === "rules" || key.endsWith(".rules")) return [own];
  const items = typeof schema.items === "object" && !Array.isArray(schema.items) ? schema.items : null;
  const [inner, prefix] = items?.properties === undefined ? [schema, key] : [items, `${key}[]`];
  const rows = Object.entries(inner.properties ?? {}).flatMap(([name, below]) =>
    typeof below === "object" ? optionRows(`${prefix}.${name}`, below) : [],
  );
  return [own, ...rows];
}

function shownDefault(value: unknown): string {
  if (!Array.isArray(value)) return `\`${String(value)}\``;
  return value.length === 0
    ? "`[]`"
    : value
        .map(String)
        .map((one) => `\`${one}\``)
        .join(", ");
}

/** What a value looks like, in a phrase. */
function typeName(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.anyOf?.some(({ pattern }) => pattern?.includes("iB") === true)) return "size";
  if (schema.anyOf?.some(({ type }) => type === "integer")) return "login or id";
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeName).join(", or ");
  // Of what must have a shape, only paths may have slashes.
  if (schema.pattern?.includes("\\/") === true) return "path";
  if (schema.type === "array") {
    const { items } = schema;
    if (typeof items !== "object" || Array.isArray(items)) return "list";
    return `list of ${severalOf(items)}`;
  }
  if (schema.type !== "object") return schema.type === "boolean" ? "`true`, `false`" : String(schema.type);
  const values = schema.additionalProperties;
  return typeof values === "object" ? `mapping of names to ${severalOf(values)}` : "mapping";
}

function severalOf(schema: JsonSchema): string {
  const one = typeName(schema);
  if (one.startsWith("list of ")) return one.replace("list", "lists");
  return /^\w+(?: \w+)*$/.test(one) ? one.replace(/\w+(?= or |$)/g, "$&s") : one;
}

// Output

const run = promisify(execFile);

async function helpOutput(...command: readonly string[]): Promise<string> {
  return fenced("text", await programOutput([...command, "--help"]));
}

/** What the program prints on standard output. */
async function programOutput(args: readonly string[]): Promise<string> {
  const cli = fileURLToPath(new URL("src/cli/main.ts", ROOT));
  const { stdout } = await run(process.execPath, [cli, ...args], {
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  return stdout;
}

/** What the command line says of the example. */
async function exampleOutput(): Promise<string> {
  const repository = await exampleRepository();
  try {
    const output = await repository.byNameBot("check", "--base", "main", "--no-color");
    return fenced("console", `$ by-name-bot check --base main\n${output}`);
  } finally {
    repository.remove();
  }
}

function fenced(language: string, text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  return `\`\`\`${language}\n${lines.join("\n").trimEnd()}\n\`\`\``;
}

/** A table of Markdown as the formatter has it: each column as wide as its widest cell. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}

if (import.meta.main) {
  for (const [path, text] of await generatedFiles()) {
    const file = new URL(path, ROOT);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
