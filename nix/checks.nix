# What `nix flake check` builds.
{
  pkgs,
  by-name-bot,
  module,
  source,
}:
let
  inherit (pkgs) lib;

  # The unit of a machine with the module, which says whether its options and values are those that NixOS takes.
  unitOf =
    name: settings:
    let
      machine = pkgs.nixos {
        imports = [ module ];
        services.by-name-bot = {
          enable = true;
          appId = 1;
          privateKeyFile = "/run/secrets/private-key.pem";
          webhookSecretFile = "/run/secrets/webhook-secret";
        }
        // settings;
        system.stateVersion = lib.trivial.release;
      };
    in
    pkgs.writeText name machine.config.systemd.units."by-name-bot.service".text;
in
{
  package = by-name-bot;

  # by-name-bot finds nothing wrong with its own package.
  itself = pkgs.runCommand "by-name-bot-itself" { nativeBuildInputs = [ by-name-bot ]; } ''
    by-name-bot check ${source} --require-packages > $out
  '';

  formatting = pkgs.runCommand "by-name-bot-formatting" { nativeBuildInputs = [ pkgs.nixfmt ]; } ''
    nixfmt --check ${source}/*.nix ${source}/nix/*.nix
    touch $out
  '';
}
// lib.optionalAttrs pkgs.stdenv.hostPlatform.isLinux {
  module-embedded = unitOf "by-name-bot-embedded" { };
  module-postgresql = unitOf "by-name-bot-postgresql" { database.createLocally = true; };
}
