/** What some rules have in common: their folder, a part of the documentation, and a name to set their levels by. */
export type Family = {
  /** The name of its folders in `src/rules` and `docs/rules`, and in a configuration. */
  readonly name: string;
  readonly title: string;
  /** What it is about, in Markdown, for the index in `docs/rules`. */
  readonly about: string;
};

/** The families, in the order of the documentation; of advice, those come first that help most often. */
export const FAMILIES = [
  {
    name: "structure",
    title: "Directory structure",
    about: "What a by-name root may contain, and where a package belongs.",
  },
  {
    name: "files",
    title: "Every Nix file",
    about:
      "Checked in every `.nix` file of a package directory, in the overrides files, and in every other changed one.",
  },
  {
    name: "references",
    title: "References",
    about: "Checked in every `.nix` file and for every symbolic link of a package directory.",
  },
  { name: "definitions", title: "Package definitions", about: "What `package.nix` says." },
  {
    name: "overrides",
    title: "Overrides",
    about:
      "Definitions, in an overrides file, of attributes that have a package directory, by the root's [`overrides.policy`](../configuration.md#overrides-keep-or-forbid).",
  },
  {
    name: "elsewhere",
    title: "Packages elsewhere",
    about: "What belongs in a package directory and is defined elsewhere, and references into one.",
  },
  {
    name: "listed",
    title: "Packages that are listed",
    about:
      "Outside of nixpkgs: what `default.nix`, `pkgs/default.nix`, `overlay.nix` or a file that one of these imports defines by `callPackage ./path`.",
  },
  { name: "format", title: "Format", about: "How a Nix file is laid out." },
  {
    name: "needless",
    title: "Needless Nix",
    about:
      "What a Nix file says and could leave out, or says in a way that is no longer used; and names that nothing binds.",
  },
  { name: "phases", title: "Phases", about: "How a package is configured, built, checked and installed." },
  { name: "inputs", title: "Inputs", about: "What a package is built with, and in which list that stands." },
  {
    name: "source",
    title: "Sources",
    about: "What a package is built from, and its hashes.",
  },
  {
    name: "meta",
    title: "Metadata",
    about: "What `meta` says of a package: its licence, description and maintainers.",
  },
  {
    name: "names",
    title: "Names",
    about: "What a package, its version and its attributes are called.",
  },
  {
    name: "python",
    title: "Python packages",
    about: "What `buildPythonPackage` and `buildPythonApplication` are given.",
  },
  {
    name: "maintainers",
    title: "Maintainers",
    about: "Checked in nixpkgs' `maintainers/maintainer-list.nix`, and where a package names who is in it.",
  },
  {
    name: "lifecycle",
    title: "Attributes that come and go",
    about: "What a change makes of a top-level attribute that was there, and what shadows one.",
  },
  {
    name: "commits",
    title: "Commits",
    about: "Checked in the title and the commits of a pull request to nixpkgs.",
  },
  {
    name: "registry",
    title: "NUR's registry",
    about:
      "Checked in `repos.json` where the preset is `nur-registry`, see [NUR's registry](../nur-registry.md).",
  },
] as const satisfies readonly Family[];

export type FamilyName = (typeof FAMILIES)[number]["name"];
