import { plainFile, type RepositoryFile } from "../file.ts";
import { attributeSet, binding, formalsFunction, indent, inherit, letIn, list, quoted } from "../layout.ts";
import { packageOf } from "../package.ts";
import { sriHash } from "../parts/hash.ts";
import type { People } from "../people.ts";
import { type Random, randomFor } from "../random.ts";
import { overrideArguments } from "./arguments.ts";
import { categories } from "./categories.ts";

/** Top-level packages that stand in the category hierarchy, and how `all-packages.nix` defines them. */
export type OutsidePackage = {
  readonly heading: string;
  /** The attributes defined, the name of the package first. */
  readonly attributes: readonly string[];
  readonly definition: string;
  readonly files: readonly RepositoryFile[];
};

export function outsidePackage(seed: number, people: People, name: string): OutsidePackage {
  const random = randomFor(seed, "outside", name);
  const { heading, folders } = random.pickWeighted(categories);
  const place: Place = { name, heading, directory: `${random.pick(folders)}/${name.toLowerCase()}` };
  return random.chance(0.05) ? severalVersions(random, place) : singlePackage(seed, people, random, place);
}

type Place = { readonly name: string; readonly heading: string; readonly directory: string };

const scopes = [
  { weight: 84, scope: "callPackage" },
  { weight: 6, scope: "libsForQt5.callPackage" },
  { weight: 5, scope: "python3Packages.callPackage" },
  { weight: 2, scope: "gnome.callPackage" },
  { weight: 2, scope: "darwin.apple_sdk_11_0.callPackage" },
  { weight: 1, scope: "ocamlPackages.callPackage" },
];

function singlePackage(seed: number, people: People, random: Random, place: Place): OutsidePackage {
  const { name, heading, directory } = place;
  const { definition, formals, files } = packageOf(seed, people, name, { small: true, modern: false });
  const { scope } = random.pickWeighted(scopes);
  const root = `pkgs/${directory}`;
  const extra = random.chance(0.2) ? overrideArguments(random, formals, random.pick([1, 1, 2, 3])) : "{ }";
  const call = `${scope} ../${directory} ${extra}`;
  const wrapped = random.pickWeighted([
    { weight: 94, text: call },
    { weight: 2, text: `lowPrio (${call})` },
    { weight: 2, text: `recurseIntoAttrs (${call})` },
    { weight: 2, text: `lib.hiPrio (${call})` },
  ]);
  return {
    heading,
    attributes: [name],
    definition: binding(name, wrapped.text),
    files: [
      plainFile(`${root}/default.nix`, definition),
      ...files.map((file) => ({ ...file, path: `${root}/${file.path}` })),
    ],
  };
}

/** One `generic.nix`, and a file a version, defined in one of the ways that `all-packages.nix` has for it. */
function severalVersions(random: Random, { name, heading, directory }: Place): OutsidePackage {
  const majors = Array.from({ length: random.integer(2, 4) }, (_, i) => i + 1);
  const attributes = majors.map((major) => `${name}_${major}`);
  const root = `pkgs/${directory}`;
  const calls = (path: string): string[] =>
    majors.map((major) => binding(`${name}_${major}`, `callPackage ${path}/${major}.nix { }`));
  const files = [
    plainFile(`${root}/generic.nix`, generic(name)),
    ...majors.map((major) => plainFile(`${root}/${major}.nix`, versionFile(random, major))),
  ];
  const set = plainFile(
    `${root}/default.nix`,
    formalsFunction(new Map([["callPackage", null]]), attributeSet(calls("."))),
  );
  const alias = binding(name, attributes.at(-1) ?? name);
  const written = random.pickWeighted([
    { weight: 3, definition: [...calls(`../${directory}`), alias].join("\n"), more: [] },
    {
      weight: 2,
      definition: `${inherit(attributes, attributeSet(calls(`../${directory}`)))}\n\n${alias}`,
      more: [],
    },
    {
      weight: 1,
      definition: `${inherit(attributes, withHelper(directory, name, majors))}\n\n${alias}`,
      more: [],
    },
    {
      weight: 2,
      definition: `${inherit(attributes, `callPackages ../${directory} { }`)}\n\n${alias}`,
      more: [set],
    },
  ]);
  return {
    heading,
    attributes: [name, ...attributes],
    definition: written.definition,
    files: [...files, ...written.more],
  };
}

function withHelper(directory: string, name: string, majors: readonly number[]): string {
  const calls = majors.map((major) =>
    binding(`${name}_${major}`, `callVersion ../${directory}/${major}.nix`),
  );
  const helper = binding("callVersion", "file: callPackage file { }");
  return `\n  ${indent(letIn([helper], attributeSet(calls)))}\n`;
}

function versionFile(random: Random, major: number): string {
  return `import ./generic.nix ${attributeSet([
    binding("version", quoted(`${major}.${random.integer(0, 20)}.${random.integer(0, 9)}`)),
    binding("hash", quoted(sriHash(random))),
  ])}\n`;
}

function generic(name: string): string {
  const body = formalsFunction(
    new Map([
      ["lib", null],
      ["stdenv", null],
      ["fetchurl", null],
      ["pkg-config", null],
    ]),
    `stdenv.mkDerivation ${attributeSet(
      [binding("pname", quoted(name)), "inherit version patches;"],
      [
        binding(
          "src",
          `fetchurl ${attributeSet([
            binding("url", quoted(`mirror://gnu/${name}/${name}-\${version}.tar.xz`)),
            "inherit hash;",
          ])}`,
        ),
      ],
      [binding("nativeBuildInputs", list(["pkg-config"]))],
      [binding("meta", attributeSet([binding("license", "lib.licenses.gpl3Plus")]))],
    )}`,
  );
  return `{\n  version,\n  hash,\n  patches ? [ ],\n}:\n\n${body}`;
}
