import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadChange } from "../../src/change/change.ts";
import { checkChange } from "../../src/checker/check-change.ts";
import { CONFIGURATION_FILE } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import { shardOf } from "../../src/packages/layout.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { openCommit } from "../../src/snapshot/git/source.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import { ms, runCommand } from "../measure.ts";

// What it adds to the check of a change to one package that the layout is recognised, and not configured: the same
// change of the same repository, with and without a configuration that names the layout. Needs `npm run build`.
const [INSIDE, COMMANDS] = process.argv.includes("--quick") ? [5, 3] : [40, 15];

type Shape = {
  readonly name: string;
  readonly packages: number;
  readonly pathOf: (name: string) => string;
  readonly configuration: string;
  readonly listed: boolean;
};

const SHAPES: readonly Shape[] = [
  {
    name: "NUR's template",
    packages: 60,
    pathOf: (name) => `pkgs/${name}/default.nix`,
    configuration: "packages: [{ layout: listed }]\n",
    listed: true,
  },
  {
    name: "a long list",
    packages: 600,
    pathOf: (name) => `pkgs/${name}/default.nix`,
    configuration: "packages: [{ layout: listed }]\n",
    listed: true,
  },
  {
    name: "no shards",
    packages: 300,
    pathOf: (name) => `packages/${name}/package.nix`,
    configuration: "packages: [{ root: packages, sharded: false }]\n",
    listed: false,
  },
  {
    name: "shards",
    packages: 3000,
    pathOf: (name) => `pkgs/by-name/${shardOf(name)}/${name}/package.nix`,
    configuration: "packages: [{ root: pkgs/by-name }]\n",
    listed: false,
  },
];

console.log(
  `Node ${process.version}; the fastest of ${INSIDE} runs and of ${COMMANDS} commands each: what else runs only adds to it\n`,
);
console.log(
  "layout          packages   check: recognised   configured   ratio   command: recognised   configured   ratio",
);
for (const shape of SHAPES) {
  const recognised = repositoryOf(shape, null);
  const configured = repositoryOf(shape, shape.configuration);
  try {
    const inside = await alternately(
      () => checkOnce(recognised),
      () => checkOnce(configured),
      INSIDE,
    );
    const args = (directory: string) => ["check", directory, "--base", "HEAD^", "--head", "HEAD"];
    const whole = await alternately(
      async () => runCommand(args(recognised), 1).milliseconds,
      async () => runCommand(args(configured), 1).milliseconds,
      COMMANDS,
    );
    console.log(
      [
        shape.name.padEnd(14),
        String(shape.packages).padStart(8),
        ...[inside, whole].flatMap(([a, b]) => [
          tenths(a).padStart(18),
          tenths(b).padStart(10),
          (a / b).toFixed(3).padStart(6),
        ]),
      ].join("  "),
    );
  } finally {
    for (const directory of [recognised, configured]) rmSync(directory, { recursive: true });
  }
}
console.log(
  "\ncheck: in a process that runs already, with nothing kept. command: the built command line, from its start.",
);

/** The fastest times of two runs, one after the other in turn, so that both have the same machine. */
async function alternately(
  one: () => Promise<number>,
  other: () => Promise<number>,
  times: number,
): Promise<readonly [number, number]> {
  await one();
  await other();
  const fastest: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < times; i++) {
    fastest[0] = Math.min(fastest[0], await one());
    fastest[1] = Math.min(fastest[1], await other());
  }
  return fastest;
}

async function checkOnce(directory: string): Promise<number> {
  const started = performance.now();
  const [base, head] = [await openCommit(directory, "HEAD^"), await openCommit(directory, "HEAD")];
  const change = await loadChange(base, head);
  const loaded = await computeLoading([change.base, change.head], () =>
    loadConfiguration(change.base, RULE_NAMING, undefined, change.head),
  );
  if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
  const { configuration } = loaded;
  const { summary } = await checkChange(change, { rules: RULES, configuration, cache: parseCache() });
  if (summary.packages !== 1) throw new Error(`${summary.packages} packages were looked at`);
  await Promise.all([base.close(), head.close()]);
  return performance.now() - started;
}

function tenths(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds.toFixed(1)} ms` : ms(milliseconds);
}

/** A repository whose last commit changes one package. */
function repositoryOf({ packages, pathOf, listed }: Shape, configuration: string | null): string {
  const directory = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
  const names = Array.from({ length: packages }, (_, i) => `${"abcdefghijklmnopqrstuvwxyz"[i % 26]}${i}pkg`);
  const list = names.map((name) => `  ${name} = pkgs.callPackage ./pkgs/${name} { };\n`).join("");
  const files: [string, string][] = [
    ["flake.nix", "{ }\n"],
    ...names.map((name): [string, string] => [pathOf(name), packageText(name, "1.0")]),
  ];
  if (listed) files.push(["default.nix", `{ pkgs ? import <nixpkgs> { } }:\n\n{\n${list}}\n`]);
  if (configuration !== null) files.push([CONFIGURATION_FILE, configuration]);
  git(directory, "init", "--quiet");
  commit(directory, files);
  const [name = ""] = names;
  commit(directory, [[pathOf(name), packageText(name, "1.1")]]);
  return directory;
}

function packageText(name: string, version: string): string {
  const phases = Array.from(
    { length: 40 },
    (_, i) => `    substituteInPlace src/${i}.c --replace-fail a b\n`,
  );
  return `{ lib, stdenv, fetchurl }:

stdenv.mkDerivation (finalAttrs: {
  pname = "${name}";
  version = "${version}";
  src = fetchurl {
    url = "https://example.org/${name}-\${finalAttrs.version}.tar.gz";
    hash = "sha256-${"b".repeat(42)}A=";
  };
  strictDeps = true;
  __structuredAttrs = true;
  postPatch = ''
${phases.join("")}  '';
  meta.license = lib.licenses.mit;
})
`;
}

function commit(directory: string, files: readonly (readonly [string, string])[]): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  git(directory, "add", "--all");
  git(
    directory,
    "-c",
    "user.name=b",
    "-c",
    "user.email=b@example.org",
    "commit",
    "--quiet",
    "--message",
    "x",
  );
}

function git(directory: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: directory, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]} ended with ${status}: ${stderr}`);
}
