import type { Configuration, LayoutOrigin } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import { ROOT_CANDIDATES } from "../packages/recognition/by-name.ts";
import { LIST_FILES } from "../packages/recognition/listing.ts";
import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import type { Layout } from "./finding.ts";
import { sentence } from "./sentence.ts";

/** Who says how packages are laid out. */
type From = Layout["from"];

const FROM: Readonly<Record<Exclude<LayoutOrigin, "nothing">, From>> = {
  named: "configuration",
  nixpkgs: "default",
  base: "recognised",
  head: "recognised",
  registry: "recognised",
};

/** How the packages of a repository are laid out, as far as that is known; empty where nothing was recognised. */
export function layoutsOf({ roots, listed, layout }: Configuration): readonly Layout[] {
  if (layout === "nothing") return [];
  if (layout === "registry") return [{ layout: "registry", from: "recognised", file: REGISTRY_FILE }];
  const from = FROM[layout];
  const byName = roots.map(
    ({ path, sharded, nested = false, file }): Layout => ({
      layout: "by-name",
      from,
      root: path,
      sharded,
      nested,
      file,
    }),
  );
  if (listed.length === 0) return byName;
  const files = [...new Set(listed.map(({ by }) => by))].sort();
  return [...byName, { layout: "listed", from, files, packages: listed.length }];
}

/** Says that no packages were recognised, as a clause that names where they were looked for. */
export const NONE_RECOGNISED = `no packages were recognised: not in ${choice(ROOT_CANDIDATES)}, nor listed by ${quoted("callPackage ./path")} in ${choice(LIST_FILES)}`;

/** The same as a sentence. */
export const NO_PACKAGES = sentence(NONE_RECOGNISED);

/** What to write into the configuration then, as YAML. */
export const LAYOUT_YAML = `packages:
  - root: pkgs # the directory that holds your packages
    sharded: false # true: <root>/<shard>/<name>, false: <root>/<name>
    file: default.nix # what defines a package in its directory, or package.nix
`;

function choice(names: readonly string[]): string {
  return `${names.slice(0, -1).map(quoted).join(", ")} or ${quoted(names.at(-1) ?? "")}`;
}
