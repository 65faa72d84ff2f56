import type { FileContent, Files } from "simulated-github";
import { stringify } from "yaml";
import type { FamilyName } from "../../src/checker/families.ts";
import { RULES } from "../../src/rules/index.ts";
import { FAMILIES_IN_USE } from "../../src/rules/naming.ts";
import type { MemoryFile, MemoryFiles } from "../../src/snapshot/memory.ts";
import { textOf } from "../support/apply-fix.ts";
import { checkBetween, introduced } from "../support/check.ts";
import { examplesOf, rulePageText } from "../support/pages.ts";
import { packagePath, packageText } from "./packages.ts";

const CONFIGURATION = ".github/by-name.yml";

/** A change from the page of a rule, as a person may spell it. */
export type Spelled = { readonly rule: string; readonly base: MemoryFiles; readonly head: MemoryFiles };

const HELLO = packagePath("hello");
const TAKES_GUI = packageText("hello").replace("{ stdenv }", "{ stdenv, gui ? false }");

function byHand(...definitions: readonly string[]): MemoryFiles {
  const lines = definitions.map((definition) => `  ${definition}\n`).join("");
  return { "pkgs/top-level/all-packages.nix": `{ }:\nres: pkgs: super: with pkgs; {\n${lines}}\n` };
}

function called(argument: string): string {
  return `hello = callPackage ../by-name/he/hello/package.nix { ${argument}};`;
}

/** What has a fix and is on no page. */
const unshown: readonly Spelled[] = [
  {
    rule: "override-forbidden",
    base: {
      [HELLO]: packageText("hello"),
      ...byHand("a = 1;"),
      [CONFIGURATION]:
        "packages: [{ root: pkgs/by-name, overrides: { file: pkgs/top-level/all-packages.nix, policy: forbid } }]\n",
    },
    head: { ...byHand("a = 1;", called("")) },
  },
  {
    rule: "override-removed",
    base: { [HELLO]: TAKES_GUI, ...byHand("a = 1;", called("gui = true; "), "z = 1;") },
    head: byHand("a = 1;", "z = 1;"),
  },
  {
    rule: "override-removed",
    base: { [HELLO]: TAKES_GUI, ...byHand("a = 1;", called("gui = true; ")) },
    head: byHand("a = 1;", called("")),
  },
].map(({ rule, base, head }) => ({ rule, base, head: { ...base, ...head } }));

/** The families whose examples are tried. */
const FAMILIES: readonly FamilyName[] = [
  "structure",
  "files",
  "references",
  "definitions",
  "overrides",
  "elsewhere",
];

/** The wrong examples of all pages that the rule fixes by edits of the file that the finding is about. */
export async function suggestibleExamples(): Promise<Spelled[]> {
  // The fixes of advice have a property of their own, without the App.
  const rules = RULES.filter(({ family }) => FAMILIES.includes(family));
  const names = rules.map(({ name }) => name).sort();
  const all = names.flatMap((rule) =>
    examplesOf(rulePageText(rule))
      .filter(({ kind }) => kind === "wrong")
      .map(({ base, head }) => ({ rule, base: base ?? {}, head })),
  );
  const suggestible: Spelled[] = [];
  for (const example of [...all, ...unshown]) {
    const findings = introduced(await checkBetween(example.base, example.head, rules));
    const edited = ({ fix, path }: (typeof findings)[number]) =>
      fix?.steps.every((step) => step.kind === "edit" && step.path === path) === true;
    if (findings.some(edited)) suggestible.push(example);
  }
  return suggestible;
}

/** The same files with a configuration by which nothing else is said of them. */
export function withNothingElse(files: Files): Files {
  const others = FAMILIES_IN_USE.filter(({ name }) => !FAMILIES.some((each) => each === name));
  const off = others.map(({ name }) => `  ${name}: off\n`).join("");
  return { ...files, [CONFIGURATION]: `${String(files[CONFIGURATION] ?? "")}\nrules:\n${off}` };
}

/** The ways in which an example is written differently. */
export type Spelling = {
  /** In the place of `hello`: in the same shard. */
  readonly name: string;
  readonly indentation: string;
  /** Lines above all others: comments and blank ones. */
  readonly above: readonly string[];
  /** Behind the semicolon that ends a line. */
  readonly behind: string;
};

/** An example in another spelling. What its base and head share they share still. */
export function respelled({ rule, base, head }: Spelled, spelling: Spelling): Spelled {
  const all = (files: MemoryFiles) =>
    Object.fromEntries(
      Object.entries(files).map(([path, file]) => [
        renamed(path, spelling),
        respelledFile(path, file, spelling),
      ]),
    );
  return { rule, base: all(base), head: all(head) };
}

function respelledFile(path: string, file: MemoryFile, spelling: Spelling): MemoryFile {
  const text = textOf(file);
  if (text === null || !path.endsWith(".nix")) return file;
  const lines = renamed(text, spelling)
    .replaceAll(/^( {2})+/gm, (indent) => spelling.indentation.repeat(indent.length / 2))
    .replaceAll(/;$/gm, `;${spelling.behind}`);
  return [...spelling.above.map((line) => `${line}\n`), lines].join("");
}

function renamed(text: string, { name }: Spelling): string {
  return text.replaceAll("hello", name);
}

/** Several changes as one: each with by-name roots of its own, under a directory of its own. */
export function together(changes: readonly Spelled[]): { readonly base: Files; readonly head: Files } {
  const roots = changes.map(({ base, head }, i) =>
    rootOf(head[CONFIGURATION] ?? base[CONFIGURATION], `set${i}`),
  );
  const configuration = stringify({ preset: "nixpkgs", packages: roots });
  const side = (pick: (change: Spelled) => MemoryFiles) =>
    changes.flatMap((change, i) =>
      Object.entries(pick(change))
        .filter(([path]) => path !== CONFIGURATION)
        .map(([path, file]): [string, FileContent] => [`set${i}/${path}`, contentOf(file)]),
    );
  const before = Object.fromEntries(side(({ base }) => base));
  const after = Object.fromEntries(side(({ head }) => head));
  const gone = Object.keys(before).filter((path) => !(path in after));
  return {
    base: { ...before, [CONFIGURATION]: configuration },
    head: { ...after, ...Object.fromEntries(gone.map((path) => [path, null])) },
  };
}

function rootOf(configuration: MemoryFile | undefined, directory: string) {
  const text = configuration === undefined ? null : textOf(configuration);
  const policy = /policy: (\w+)/.exec(text ?? "")?.[1] ?? "keep";
  const file = `${directory}/pkgs/top-level/all-packages.nix`;
  return { root: `${directory}/pkgs/by-name`, overrides: { file, policy } };
}

function contentOf(file: MemoryFile): FileContent {
  if (typeof file === "string" || file instanceof Uint8Array) return file;
  if ("link" in file) return { symlink: file.link };
  if ("file" in file) return { executable: file.executable ?? false, text: textOf(file) ?? "" };
  throw new Error("no page shows a submodule");
}
