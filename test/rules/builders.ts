import type { FamilyName } from "../../src/checker/families.ts";
import type { Finding, Report } from "../../src/checker/finding.ts";
import type { Rule } from "../../src/checker/rule.ts";
import { decodeText, offsetAt } from "../../src/nix/text.ts";
import { shardOf } from "../../src/packages/layout.ts";
import { RULES } from "../../src/rules/index.ts";
import type { MemoryFile, MemoryFiles } from "../../src/snapshot/memory.ts";
import { checkBetween as checkBetweenBy, checkFiles as checkFilesBy } from "../support/check.ts";

export const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

/** What tells nixpkgs from another repository with an overrides file of that name. */
export const NIXPKGS: Record<string, MemoryFile> = { "maintainers/maintainer-list.nix": "{ }\n" };

/** `pkgs/by-name/he/hello/<rest>` where the package belongs. */
export function inPackage(name: string, rest = ""): string {
  return `pkgs/by-name/${shardOf(name)}/${name}${rest === "" ? "" : `/${rest}`}`;
}

/** A `meta` that lacks nothing, and needs no name from elsewhere. */
export const META =
  'meta = { description = "Greeter"; license = "MIT"; maintainers = [ { name = "A"; } ]; };';

/** A package that no rule has anything to say of. */
export function definition({
  formals = "stdenv",
  name = "hello",
  flags = ["strictDeps", "__structuredAttrs"] as readonly string[],
  lines = [] as readonly string[],
} = {}): string {
  const attributes = [
    `pname = "${name}";`,
    `version = "1.0";`,
    ...flags.map((flag) => `${flag} = true;`),
    ...lines,
    ...(lines.some((line) => /\bmeta\b/.test(line)) ? [] : [META]),
  ];
  return `{ ${formals} }:\n\nstdenv.mkDerivation {\n${attributes.map((line) => `  ${line}\n`).join("")}}\n`;
}

/** The files of a package directory, `package.nix` among them unless it is told otherwise. */
export function packageOf(name: string, files: MemoryFiles = {}): Record<string, MemoryFile> {
  return under(inPackage(name), { "package.nix": definition({ name }), ...files });
}

/** Files with a directory in front of their paths. */
export function under(directory: string, files: MemoryFiles): Record<string, MemoryFile> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [`${directory}/${path}`, file]));
}

/** An overrides file as nixpkgs has it, with these definitions on lines of their own. */
export function overridesText(...definitions: readonly string[]): string {
  const lines = definitions.map((line) => `  ${line}\n`).join("");
  return `{ lib, noSysDirs, config, overlays }:\nres: pkgs: super: with pkgs;\n\n{\n${lines}}\n`;
}

/** `pkgs/top-level/all-packages.nix` with these definitions, which makes the repository a nixpkgs. */
export function topLevel(...definitions: readonly string[]): Record<string, MemoryFile> {
  return { [ALL_PACKAGES]: overridesText(...definitions), ...NIXPKGS };
}

export function configuredAs(...lines: readonly string[]): Record<string, MemoryFile> {
  return { ".github/by-name.yml": `${lines.join("\n")}\n` };
}

/** The definition of `name` by its own `package.nix`, with these arguments. */
export function override(name: string, args = "withGui = true;"): string {
  const inner = args === "" ? "{ }" : `{ ${args} }`;
  return `${name} = callPackage ../by-name/${shardOf(name)}/${name}/package.nix ${inner};`;
}

/** The text that a finding's range covers; null where it has none. */
export function covered(finding: Finding, ...sides: readonly MemoryFiles[]): string | null {
  if (finding.range === null) return null;
  for (const files of sides) {
    const file = files[finding.path];
    if (file === undefined || (typeof file === "object" && !("file" in file) && !ArrayBuffer.isView(file))) {
      continue;
    }
    const source = decodeText(bytesOf(file));
    return source.text.slice(offsetAt(source, finding.range.start), offsetAt(source, finding.range.end));
  }
  throw new Error(`a range in ${finding.path}, which is no file`);
}

function bytesOf(file: MemoryFile): Uint8Array {
  if (typeof file === "string") return Buffer.from(file, "utf8");
  if (file instanceof Uint8Array) return file;
  return "file" in file ? bytesOf(file.file) : Buffer.alloc(0);
}

/**
 * Findings as lines: `[existing] level rule code attribute path[: the text that the range covers]`, in the
 * order of the report, with `-` where there is no code or no attribute.
 */
export function lines(report: Report, ...sides: readonly MemoryFiles[]): string[] {
  return report.findings.map((finding) => {
    const { status, level, rule, code, attribute, path } = finding;
    const text = covered(finding, ...sides);
    const place = text === null ? path : `${path}: ${text}`;
    return `${status === "existing" ? "existing " : ""}${level} ${rule} ${code ?? "-"} ${attribute ?? "-"} ${place}`;
  });
}

/** What the tests of where packages are and how they are defined are about: rules of other families have their own. */
const FAMILIES: readonly FamilyName[] = [
  "structure",
  "files",
  "references",
  "definitions",
  "overrides",
  "elsewhere",
];
const rules: readonly Rule[] = RULES.filter(({ family }) => FAMILIES.includes(family));

/** The report of a tree alone, by those rules. */
export function checkFiles(files: MemoryFiles): Promise<Report> {
  return checkFilesBy(files, rules);
}

/** The report of a change, by those rules. */
export function checkBetween(base: MemoryFiles, head: MemoryFiles): Promise<Report> {
  return checkBetweenBy(base, head, rules);
}

/** What is said of a tree alone, as lines. */
export async function saidOf(files: MemoryFiles): Promise<string[]> {
  return lines(await checkFiles(files), files);
}

/** What is said of a change, as lines. */
export async function saidOfChange(base: MemoryFiles, head: MemoryFiles): Promise<string[]> {
  return lines(await checkBetween(base, head), head, base);
}

/** The unknowns of a report: `rule attribute path`. */
export function unknowns(report: Report): string[] {
  return report.unknown.map(({ rule, attribute, path }) => `${rule ?? "-"} ${attribute ?? "-"} ${path}`);
}
