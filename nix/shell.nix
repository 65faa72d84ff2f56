# What working on by-name-bot takes, besides `npm ci`.
{
  mkShell,
  biome,
  git,
  nixfmt,
  nodejs_24,
}:
mkShell {
  packages = [
    biome
    git
    nixfmt
    nodejs_24
  ];

  # On NixOS the binaries that npm brings do not start.
  BIOME_BINARY = "${biome}/bin/biome";
}
