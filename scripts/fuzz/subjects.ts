// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { dirname } from "node:path/posix";
import { loadChange } from "../../src/change/change.ts";
import { diffHunks, lineMap } from "../../src/change/line-diff.ts";
import { checkChange } from "../../src/checker/check-change.ts";
import type { Report } from "../../src/checker/finding.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { parseConfiguration } from "../../src/config/parse.ts";
import { known } from "../../src/nix/known.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { filesOf, parseCache } from "../../src/packages/files.ts";
import { readCodeOwners } from "../../src/packages/maintainers/codeowners-file.ts";
import { readGitHubTeams } from "../../src/packages/maintainers/github-teams.ts";
import { maintainerCache } from "../../src/packages/maintainers/maintainer-cache.ts";
import { readMaintainerList } from "../../src/packages/maintainers/maintainer-list.ts";
import { maintainersOf } from "../../src/packages/maintainers/maintainers.ts";
import { packageUpdate } from "../../src/packages/update/update.ts";
import { checkRunOutput } from "../../src/review/conversation/check-run.ts";
import { readCommands } from "../../src/review/conversation/commands.ts";
import { composeFindings } from "../../src/review/conversation/compose.ts";
import { reviewBody } from "../../src/review/conversation/review-body.ts";
import { planFixes } from "../../src/review/fixes/fix-plan.ts";
import { reportAsSarif } from "../../src/review/formats/sarif.ts";
import {
  markdownCode,
  markdownCodeBlock,
  markdownProse,
  markdownText,
  visible,
} from "../../src/review/text/escape.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import { memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";

/** Something that reads texts of strangers. */
export type Subject = {
  readonly name: string;
  /** Which units its texts are made of. */
  readonly language: "nix" | "items" | "prose" | "yaml" | "owners";
  /** It reads no more characters than that. */
  readonly most?: number;
  run(text: string): unknown;
};

const PACKAGE = "pkgs/by-name/he/hello/package.nix";
const OVERRIDES = "pkgs/top-level/all-packages.nix";

async function checked(before: Record<string, string>, after: Record<string, string>): Promise<Report> {
  const base = { [OVERRIDES]: "{ }:\nres: pkgs: super: with pkgs; { }\n", ...before };
  const loaded = loadConfiguration(memorySnapshot(base), RULE_NAMING);
  if (loaded.kind === "invalid") throw new Error("there is no configuration");
  const change = await loadChange(memorySource(base), memorySource({ ...base, ...after }));
  return checkChange(change, {
    rules: RULES,
    configuration: loaded.configuration,
    cache: parseCache(),
  });
}

/** All that is made of a report. */
function reviewed(report: Report, text: string): void {
  const nowhere = () => null;
  checkRunOutput({
    outcome: { kind: "checked", report },
    notes: [text],
    updates: [text],
    preview: null,
    merging: null,
    ruleUrl: nowhere,
    placeUrl: nowhere,
    isFile: () => true,
  });
  const source = sourceText(text);
  const placed = composeFindings({
    findings: report.findings.map((finding, i) => ({ finding, id: i.toString(16).padStart(16, "0") })),
    atHead: (finding) => finding,
    file: () => ({ text: source, hunks: diffHunks(null, text) }),
    inlineLimit: 25,
    ruleUrl: nowhere,
    placeUrl: nowhere,
  });
  reviewBody({
    placed,
    first: true,
    reopened: 0,
    bot: "by-name-bot",
    ruleUrl: nowhere,
    placeUrl: nowhere,
    text: () => source,
  });
  planFixes(report.findings, { kind: () => "file", text: () => source });
  reportAsSarif(report, { version: "0", rules: [] });
}

/** In place of the other parser, which is not our code and is bounded by itself: it agrees. */
const agreeing = parseCache({ read: (text) => known(parseNix(sourceText(text), []).expression) });

/** What an update is said to be of a package with these attributes. */
async function updated(attributes: string): Promise<unknown> {
  const side = (version: string, letter: string) => ({
    [PACKAGE]: `{ stdenv, fetchurl, a }:
stdenv.mkDerivation rec {
  pname = "hello";
  version = "${version}";
  src = fetchurl { url = "https://a.org/${version}"; hash = "sha256-${letter.repeat(42)}A="; };
${attributes}
}
`,
  });
  const change = await loadChange(memorySource(side("1.0", "a")), memorySource(side("1.1", "b")));
  const options = { file: "package.nix" as const, cache: agreeing, companions: [] };
  return computeLoading([change.base, change.head], () =>
    packageUpdate(change, dirname(PACKAGE), "hello", options),
  );
}

/** Who is said to maintain a package with this text. */
function maintained(text: string): unknown {
  const files = filesOf(
    memorySnapshot({
      [PACKAGE]: text,
      "maintainers/maintainer-list.nix": '{ a = { github = "a"; githubId = 1; name = "A"; }; }\n',
      "maintainers/team-list.nix": "{ lib }:\n{ }\n",
      "maintainers/github-teams.json": "{}",
    }),
    agreeing,
  );
  return maintainersOf(
    files,
    { directory: dirname(PACKAGE), file: "package.nix" },
    { kind: "nixpkgs" },
    maintainerCache(),
  );
}

export const SUBJECTS: readonly Subject[] = [
  { name: "check of a package", language: "nix", run: (text) => checked({}, { [PACKAGE]: text }) },
  {
    name: "check of attributes of a package",
    language: "nix",
    run: (text) =>
      checked({}, { [PACKAGE]: `{ stdenv, a }:\nstdenv.mkDerivation {\n  pname = "hello";\n${text}\n}\n` }),
  },
  {
    name: "ratchet of a package",
    language: "nix",
    run: (text) => checked({ [PACKAGE]: text }, { [PACKAGE]: `# changed\n${text}` }),
  },
  {
    name: "check of overrides",
    language: "nix",
    run: (text) => checked({}, { [OVERRIDES]: `{ }:\nres: pkgs: super: with pkgs; {\n${text}\n}\n` }),
  },
  { name: "update of a package", language: "nix", run: updated },
  {
    name: "maintainers of a package",
    language: "nix",
    run: (text) =>
      maintained(
        `{ lib, stdenv, a }:\nstdenv.mkDerivation {\n  meta.maintainers = [ lib.maintainers.a ];\n${text}\n}\n`,
      ),
  },
  {
    name: "maintainers in a list",
    language: "items",
    run: (text) =>
      maintained(
        `{ lib, stdenv }:\nstdenv.mkDerivation { meta.maintainers = with lib.maintainers; [\n${text}\n]; }\n`,
      ),
  },
  {
    name: "review of a package",
    language: "nix",
    run: async (text) => reviewed(await checked({}, { [PACKAGE]: text }), text),
  },
  {
    name: "line diff",
    language: "prose",
    run(text) {
      const half = text.slice(0, text.length / 2);
      for (const other of [half, text.replaceAll("\n", "\n\n"), text.split("\n").reverse().join("\n")]) {
        diffHunks(other, text);
        lineMap(other, text)(1);
      }
    },
  },
  {
    name: "escapes",
    language: "prose",
    run(text) {
      for (const escaped of [markdownText, markdownCode, markdownProse, visible]) escaped(text);
      markdownCodeBlock(text.split("\n"));
    },
  },
  {
    name: "commands",
    language: "prose",
    most: 65_536,
    run: (text) => readCommands(`@by-name-bot merge\n${text}\n@by-name-bot merge`, "by-name-bot"),
  },
  {
    name: "configuration",
    language: "yaml",
    most: 60_000,
    run: (text) => parseConfiguration(text, RULE_NAMING),
  },
  { name: "CODEOWNERS", language: "owners", run: (text) => readCodeOwners(text) },
  { name: "list of maintainers", language: "nix", run: (text) => readMaintainerList(text) },
  { name: "list of teams", language: "yaml", run: (text) => readGitHubTeams(text) },
];

/** What texts of a language are made of, besides the units of Nix. */
export const UNITS: Readonly<Record<Subject["language"], readonly string[]>> = {
  nix: [
    '"https://a.org/b/"',
    "https://a.org/b/",
    "a%Hash = src.hash;",
    "inherit (a) hash;",
    "inherit (a%) hash%;",
    'hash% = "sha256-a%";',
    'a% = "\\.";',
    '"\\."',
    "a% = <a>;",
    "a% = ~/a;",
    "a% = ./a%;",
    "a% = callPackage ./a% { };",
    "a% = callPackage ../by-name/aa/a%/package.nix { };",
    "a = callPackage ../by-name/aa/a/package.nix { };",
    "a% = b.callPackage ./a% { c% = d%; };",
    "a% = ../../b%;",
    "inherit a%;",
    "let a% = ./a; in ",
    "a% = import ./. { };",
    "a% = a.override { b% = c; };",
    "# a\n",
    "/* a */",
    'a."b%" = 1;',
    "a.b.c% = 1;",
    "strictDeps = true;",
    "a% = lib.optional b% ./c%;",
    "a% = with b%; 1;",
    "with a%; ",
    "a% = rec { b = rec { }; }; a%.c = b;",
    "rec { a% = ",
    "{ a% ? a }: ",
    "a% = (b%);",
    "let { body = ",
  ],
  items: [
    "a ",
    "a% ",
    "(a) ",
    "[ a ] ",
    "] ++ [ a ",
    "lib.maintainers.a ",
    'a.b."c%" ',
    '{ github = "a%"; githubId = %; name = "a"; } ',
  ],
  prose: [
    ..."a * _ ` [ ] ( ) < > # | ~ @ - + & ! \\ : . 1. $ \" '".split(" "),
    " ",
    "\n",
    "\n\n",
    "\t",
    "a%\n",
    "a\n",
    "> ",
    "> - ",
    "- > ",
    "*a_",
    "<!-- ",
    "-->",
    "](",
    "[a](",
    "![",
    "@a",
    "@by-name-bot merge\n",
    "#1",
    "https://a.b/",
    "```\n",
    "````",
    "~~~\n",
    "&amp;",
    "<a>",
    "\u202e",
    "😀",
    "\r",
    "\r\n",
    "| a ",
    "[^%]: a\n",
    "[a%]: b\n",
    "1. a\n",
    "    a\n",
    "<details>\n",
    "</details>\n",
    "`a",
    "``",
    "\u0000",
  ],
  yaml: [
    "a%: 1\n",
    "a: 1\n",
    "a%: &a%\n",
    "- ",
    "- a\n",
    "[",
    "{",
    "[a, ",
    "{a%: ",
    "*a ",
    "a%: &a% [*a]\n",
    "? ",
    "? a\n: b\n",
    "!!a ",
    "|\n",
    '"',
    "'",
    "'a'",
    "<<: *a\n",
    "--- \n",
    "# a\n",
    "rules:\n  a%: off\n",
    "  a%: error\n",
    "  - { root: a% }\n",
    "\t",
    " ",
    "\n",
    "&a ",
    '"a%": ["b"],',
    '{"a%":',
    "[[",
  ],
  owners: [
    "/a% @b\n",
    "/a/** @b%\n",
    "*",
    "**/",
    "/**",
    "* @a\n",
    "**/a/**/ @b\n",
    "\\",
    "?",
    "[a-z]",
    " @a",
    " a@b.c",
    "#\n",
    "\n",
    "a\\ b @c\n",
    "!a @b\n",
  ],
};
