import { attach, type Draft, use } from "../draft.ts";
import { attributeSet, binding, indentedString, list, quoted } from "../layout.ts";
import { remark } from "../prose.ts";
import type { Random } from "../random.ts";
import { nameStems } from "../vocabulary.ts";
import { hexadecimal, sriHash } from "./hash.ts";
import { dependencyLock, type LockFormat } from "./lock-files.ts";

const patchNames = ["fix-build", "no-network", "gcc-14", "cmake-4", "darwin", "nix-paths", "reproducible"];

/** `patches = [ … ];` where the package has patches, its own or fetched ones. */
export function patches(draft: Draft): string[] {
  const { random } = draft;
  const entries: string[] = [];
  if (draft.extras.has("patch")) {
    for (const name of random.sample(patchNames, random.pick([1, 1, 1, 2, 3]))) {
      if (random.chance(0.3)) entries.push(`# ${remark(random)}`);
      entries.push(attach(draft, `${name}.patch`, patch(random)));
    }
  }
  const fetched = random.chance(0.07) ? random.integer(1, Math.max(1, Math.round(draft.bulk))) : 0;
  for (let i = 0; i < fetched; i++) {
    entries.push(`# ${remark(random)}`, fetchedPatch(draft));
  }
  return entries.length === 0 ? [] : [binding("patches", list(entries))];
}

/** `passthru = { … };` with an update script, tests, or neither. */
export function passthru(draft: Draft): string[] {
  const { random } = draft;
  const bindings: string[] = [];
  if (draft.extras.has("update-script")) {
    bindings.push(binding("updateScript", attach(draft, "update.sh", updateScript(draft), "100755")));
  } else if (random.chance(0.3)) {
    bindings.push(binding("updateScript", `${use(draft, "nix-update-script")} { }`));
  }
  if (draft.extras.has("helper")) {
    const path = attach(draft, "tests.nix", tests(draft));
    bindings.push(binding("tests.simple", `${use(draft, "callPackage")} ${path} { }`));
  } else if (random.chance(0.08)) {
    use(draft, "nixosTests");
    bindings.push(binding("tests", `{ inherit (nixosTests) ${random.pick(nameStems)}; }`));
  }
  const [only] = bindings;
  if (only === undefined) return [];
  if (bindings.length === 1) return [`passthru.${only}`];
  return [binding("passthru", attributeSet(bindings))];
}

/** The path of a lock file beside `package.nix`, where the package has one. */
export function lockFile(draft: Draft, name: string, format: LockFormat): string | null {
  return draft.extras.has("lock") ? attach(draft, name, dependencyLock(draft, format)) : null;
}

/** The path of a JSON file of versions and hashes, where the package has one. */
export function dataFile(draft: Draft, name: string): string | null {
  if (!draft.extras.has("data")) return null;
  const { random } = draft;
  const systems = ["x86_64-linux", "aarch64-linux", "x86_64-darwin", "aarch64-darwin"];
  const entries = systems.map((system) => [
    system,
    { url: `https://dl.${draft.owner.toLowerCase()}.com/${draft.version}/${system}`, hash: sriHash(random) },
  ]);
  const data = { version: draft.version, ...Object.fromEntries(entries) };
  return attach(draft, name, `${JSON.stringify(data, null, 2)}\n`);
}

function fetchedPatch(draft: Draft): string {
  const { random } = draft;
  const fetcher = random.chance(0.5) ? "fetchpatch" : "fetchpatch2";
  const commit = hexadecimal(random, 40);
  return `(${use(draft, fetcher)} ${attributeSet([
    ...(random.chance(0.5) ? [binding("name", quoted(`${random.pick(patchNames)}.patch`))] : []),
    binding(
      "url",
      quoted(`https://github.com/${draft.owner}/${draft.pname}/commit/${commit}.patch?full_index=1`),
    ),
    binding("hash", quoted(sriHash(random))),
  ])})`;
}

function patch(random: Random): string {
  const file = `src/${random.pick(nameStems)}.c`;
  const lines = [`diff --git a/${file} b/${file}`];
  lines.push(`index ${hexadecimal(random, 10)}..${hexadecimal(random, 10)} 100644`);
  lines.push(`--- a/${file}`, `+++ b/${file}`);
  let line = random.integer(3, 60);
  for (let hunk = random.pick([1, 1, 2, 3, 6, 12]); hunk > 0; hunk--) {
    const call = `${random.pick(nameStems)}_${random.pick(nameStems)}`;
    lines.push(
      `@@ -${line},5 +${line},5 @@ static int ${call}(void)`,
      ` 	struct ${random.pick(nameStems)} *it = NULL;`,
      " ",
      `-	return ${call}("/usr/${random.pick(nameStems)}");`,
      `+	return ${call}(DATADIR "/${random.pick(nameStems)}");`,
      " }",
      " ",
    );
    line += random.integer(20, 300);
  }
  return `${lines.join("\n")}\n`;
}

function updateScript(draft: Draft): string {
  return `#!/usr/bin/env nix-shell
#!nix-shell -i bash -p curl jq common-updater-scripts

set -euo pipefail

latest=$(curl -sL https://api.github.com/repos/${draft.owner}/${draft.pname}/releases/latest | jq -r .tag_name)
if [[ "$UPDATE_NIX_OLD_VERSION" == "\${latest#v}" ]]; then
  echo "${draft.name} is up to date"
  exit 0
fi

update-source-version ${draft.name} "\${latest#v}"
`;
}

function tests(draft: Draft): string {
  const body = `runCommand "${draft.pname}-test" { nativeBuildInputs = [ ${draft.name} ]; } ${indentedString([
    `${draft.pname} --version > $out`,
    `grep -F "\${${draft.name}.version}" $out`,
  ])}`;
  return `{\n  runCommand,\n  ${draft.name},\n}:\n\n${body}\n`;
}
