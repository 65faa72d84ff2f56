/** What some rules have in common: their folder, a part of the documentation, and a name to set their levels by. */
export type Family = {
  /** The name of its folders in `src/rules` and `docs/rules`, and in a configuration. */
  readonly name: string;
  readonly title: string;
  /** What it is about, in Markdown, for the index in `docs/rules`. */
  readonly about: string;
};

/** The families, in the order of the documentation. */
export const FAMILIES = [
  {
    name: "structure",
    title: "Directory structure",
    about: "What a by-name root may hold, and where in it a package belongs.",
  },
  {
    name: "files",
    title: "Every Nix file",
    about:
      "Checked in every `.nix` file of a package directory, in the overrides files, and in every other one that a change touches.",
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
      "A definition, in an overrides file, of an attribute that has a package directory. Which of them hold depends on the root's [`overrides.policy`](../configuration.md#overrides-keep-or-forbid).",
  },
  {
    name: "elsewhere",
    title: "Packages elsewhere",
    about: "What is defined outside of a package directory and belongs in one, and what reaches into one.",
  },
  {
    name: "listed",
    title: "Packages that are listed",
    about:
      "What `default.nix`, `pkgs/default.nix`, `overlay.nix` or a file that one of these imports defines by `callPackage ./path`, outside of nixpkgs.",
  },
  {
    name: "lifecycle",
    title: "Attribute life cycle",
    about: "What becomes of the names of packages: added, renamed, moved and removed.",
  },
  {
    name: "source",
    title: "Sources",
    about: "What a package is built from, and the hashes that hold it to that.",
  },
  {
    name: "registry",
    title: "NUR's registry",
    about:
      "Checked in `repos.json` where the preset is `nur-registry`, see [NUR's registry](../nur-registry.md).",
  },
] as const satisfies readonly Family[];

export type FamilyName = (typeof FAMILIES)[number]["name"];
