import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

// Writes the names that every release of Nix from 2.28 on defines for any file, and those that only some do, from
// the sources of Nix: `node scripts/nix-builtins.ts --nix DIRECTORY`, of a clone of NixOS/nix with its tags.
const { values } = parseArgs({ options: { nix: { type: "string" } } });
if (values.nix === undefined) throw new Error("--nix must name a clone of https://github.com/NixOS/nix");
const nix = values.nix;

const TABLE = new URL("../src/nix/builtin-names.ts", import.meta.url);
/** Defined only with a setting: not with `pure-eval`, or only with `allow-unsafe-native-code-during-evaluation`. */
const WITH_SETTING = ["__currentSystem", "__currentTime", "__exec", "__importNative"];

function git(...args: readonly string[]): string {
  return execFileSync("git", ["-C", nix, ...args], { encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
}

/** The first release of each minor version from 2.28 on, and the newest of all. */
function releases(): string[] {
  const all = git("tag", "--sort=version:refname")
    .split("\n")
    .filter((tag) => /^2\.\d+\.\d+$/.test(tag) && Number(tag.split(".")[1]) >= 28);
  return [...all.filter((tag) => tag.endsWith(".0")), ...all.slice(-1)];
}

type Names = { readonly always: ReadonlySet<string>; readonly sometimes: ReadonlySet<string> };

function namesOf(release: string): Names {
  const always = new Set<string>();
  const sometimes = new Set<string>(WITH_SETTING);
  const sources = git(
    "grep",
    "-lE",
    "PrimOp|addConstant",
    release,
    "--",
    "src/libexpr/*.cc",
    "src/libflake/*.cc",
  )
    .trim()
    .split("\n");
  for (const source of sources) {
    const text = git("show", source);
    for (const [, name] of text.matchAll(/addConstant\(\s*"([^"]+)"/g))
      if (name !== undefined) always.add(name);
    const starts = [...text.matchAll(/^\s*(?:static RegisterPrimOp .*)?\{*\.name = "([^"]+)"/gm)];
    for (const [i, start] of starts.entries()) {
      const about = text.slice(start.index, starts[i + 1]?.index);
      if (start[1] === undefined || !/^\s*\.(?:arity|args)|\.arity = /m.test(about)) continue;
      if (/^\s*\.internal = true/m.test(about)) continue;
      (/^\s*\.experimentalFeature = /m.test(about) ? sometimes : always).add(start[1]);
    }
  }
  return { always, sometimes };
}

const tags = releases();
const found = tags.map(namesOf);
const every = [...new Set(found.flatMap(({ always, sometimes }) => [...always, ...sometimes]))].sort();
const isAlways = (name: string) =>
  !WITH_SETTING.includes(name) && found.every(({ always }) => always.has(name));

function table(name: string, names: readonly string[]): string {
  const lines: string[] = [];
  for (const each of names) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + each.length < 100) lines[lines.length - 1] = `${line} ${each}`;
    else lines.push(each);
  }
  const written = lines.map((line) => `  ${JSON.stringify(line)},`).join("\n");
  return `const ${name}: readonly string[] = [\n${written}\n];\n`;
}

const before = readFileSync(TABLE, "utf8");
const head = before.slice(0, before.indexOf("/** Written"));
const tail = before.slice(before.indexOf("/** End of what is written"));
writeFileSync(
  TABLE,
  `${head}/** Written by \`scripts/nix-builtins.ts\` from the sources of Nix ${tags[0]} to ${tags.at(-1)}: in every one of them. */
${table("ALWAYS", every.filter(isAlways))}
/** In some of them, or only with a setting or an experimental feature. */
${table(
  "SOMETIMES",
  every.filter((name) => !isAlways(name)),
)}
${tail}`,
);
