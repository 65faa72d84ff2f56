{
  description = "Reviews changes to Nix packages laid out by name";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;

      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "aarch64-darwin"
      ];

      forEachSystem = make: lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      overlays.default = import ./nix/overlay.nix;

      nixosModules.default =
        { lib, pkgs, ... }:
        {
          imports = [ ./nix/module.nix ];
          services.by-name-bot.package = lib.mkDefault (pkgs.callPackage ./nix/package.nix { });
        };

      packages = forEachSystem (pkgs: {
        default = pkgs.callPackage ./nix/package.nix { };
      });

      apps = forEachSystem (
        { stdenv, ... }:
        {
          default = {
            type = "app";
            program = lib.getExe self.packages.${stdenv.hostPlatform.system}.default;
            meta.description = "Reviews changes to Nix packages laid out by name";
          };
        }
      );

      devShells = forEachSystem (pkgs: {
        default = pkgs.callPackage ./nix/shell.nix { };
      });

      formatter = forEachSystem (pkgs: pkgs.nixfmt-tree);

      checks = forEachSystem (
        pkgs:
        import ./nix/checks.nix {
          inherit pkgs;
          by-name-bot = self.packages.${pkgs.stdenv.hostPlatform.system}.default;
          module = self.nixosModules.default;
          source = self;
        }
      );
    };
}
