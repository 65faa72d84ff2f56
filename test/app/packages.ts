import type { Files } from "simulated-github";

/** The path of a package's `package.nix` in a sharded root. */
export function packagePath(name: string): string {
  return `pkgs/by-name/${name.slice(0, 2)}/${name}/package.nix`;
}

/** A `package.nix` without mistakes, and with these lines among the attributes. */
export function packageText(name: string, lines: readonly string[] = []): string {
  const attributes = [
    `pname = "${name}";`,
    'version = "1.0";',
    "strictDeps = true;",
    "__structuredAttrs = true;",
  ];
  const meta = 'meta = { description = "Greeter"; license = "MIT"; maintainers = [ { name = "A"; } ]; };';
  const more = lines.some((line) => /\bmeta\b/.test(line)) ? lines : [...lines, meta];
  return [
    "{ stdenv }:",
    "",
    "stdenv.mkDerivation {",
    ...[...attributes, ...more].map((line) => `  ${line}`),
    "}",
    "",
  ].join("\n");
}

/** A repository laid out as Nixpkgs is, with this configuration if any. */
export function nixpkgs(configuration?: string): Files {
  return {
    // What tells nixpkgs from another repository that has such a file.
    "nixos/default.nix": "{ }\n",
    "pkgs/top-level/all-packages.nix": "{ }:\nres: pkgs: super: with pkgs; { }\n",
    [packagePath("zlib")]: packageText("zlib"),
    ...(configuration === undefined ? {} : { ".github/by-name.yml": configuration }),
  };
}
