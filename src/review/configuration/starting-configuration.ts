import { LAYOUT_YAML } from "../../checker/layouts.ts";
import type { Configuration } from "../../config/configuration.ts";
import { PACKAGE_FILE, type Root } from "../../packages/layout.ts";
import { LIST_FILES } from "../../packages/recognition/listing.ts";
import { HOME } from "../text/home.ts";

/** Where editors find what may stand in a configuration. */
export const SCHEMA_URL = `${HOME.replace("//github.com/", "//raw.githubusercontent.com/")}/main/docs/by-name.schema.json`;

const ADVICE_LINES = [
  "# Advice on packages is said once and blocks nothing. This would switch off what is about phases:",
  "# rules: { phases: off }",
];

/**
 * A configuration to begin with, as YAML that stands for what was recognised: the kind of repository and how its
 * packages are laid out. Where nothing was, the layout is left to be filled in, in comments.
 */
export function startingConfiguration(configuration: Configuration): string {
  const { preset } = configuration;
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA_URL}`,
    `# Documentation: ${HOME}/blob/main/docs/configuration.md`,
    `preset: ${preset}`,
    ...packageLines(configuration),
    ...(preset === "nur-registry" ? [] : ADVICE_LINES),
  ];
  return `${lines.join("\n")}\n`;
}

function packageLines({ layout, roots, listed }: Configuration): string[] {
  if (layout === "nixpkgs") return [];
  if (layout === "nothing") {
    return [
      "# No packages were recognised. Say here how they are laid out:",
      ...LAYOUT_YAML.trimEnd()
        .split("\n")
        .map((line) => `# ${line}`),
    ];
  }
  const lists = [...new Set(listed.map(({ by }) => by))];
  return [
    "packages:",
    ...roots.flatMap(rootLines),
    // What the lists import is read as well.
    ...(lists.length > 0 ? ["  - layout: listed", ...listedIn(lists)] : []),
  ];
}

function rootLines({ path, sharded, file, nested }: Root): string[] {
  return [
    `  - root: ${path}`,
    ...(sharded ? [] : ["    sharded: false"]),
    ...(file === PACKAGE_FILE ? [] : [`    file: ${file}`]),
    ...(nested === true ? ["    nested: true"] : []),
  ];
}

/** The files of the lists where they are those that are looked for; else those are what reaches the others. */
function listedIn(lists: readonly string[]): string[] {
  if (lists.some((file) => !LIST_FILES.includes(file))) return [];
  const known = LIST_FILES.filter((file) => lists.includes(file));
  return [`    listed-in: ${known.length === 1 ? known[0] : `[${known.join(", ")}]`}`];
}
