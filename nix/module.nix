# The NixOS module: `by-name-bot serve` as a service, as docs/operations.md describes it.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    getExe
    literalExpression
    mkEnableOption
    mkIf
    mkOption
    optional
    optionalAttrs
    optionalString
    types
    ;

  cfg = config.services.by-name-bot;

  name = "by-name-bot";

  localDatabase = "postgres:///${name}?host=/run/postgresql&user=${name}";
in
{
  options.services.by-name-bot = {
    enable = mkEnableOption "by-name-bot, which reviews changes to Nix packages laid out by name";

    package = mkOption {
      type = types.package;
      default = pkgs.by-name-bot;
      defaultText = literalExpression "pkgs.by-name-bot";
      description = "The package to run.";
    };

    appId = mkOption {
      type = types.ints.positive;
      example = 123456;
      description = "The number of the GitHub App, from its page of settings.";
    };

    privateKeyFile = mkOption {
      type = types.str;
      example = "/run/secrets/by-name-bot.pem";
      description = ''
        The file with the App's private key. Root reads it, and the service gets a copy. It must not be in the Nix
        store, which everybody can read.
      '';
    };

    webhookSecretFile = mkOption {
      type = types.str;
      example = "/run/secrets/by-name-bot-webhook";
      description = "The file with the secret by which GitHub signs deliveries, and nothing else in it.";
    };

    host = mkOption {
      type = types.str;
      default = "localhost";
      description = "Where to listen. A reverse proxy with TLS belongs before it.";
    };

    port = mkOption {
      type = types.port;
      default = 3000;
      description = "The port to listen on.";
    };

    user = mkOption {
      type = types.nullOr types.str;
      default = null;
      description = ''
        The user to run as, who then has to exist, with a group of the same name. With null, systemd makes one for
        as long as the service runs.
      '';
    };

    stateDirectory = mkOption {
      type = types.str;
      default = name;
      description = "The directory below {file}`/var/lib` for the embedded database.";
    };

    database = {
      createLocally = mkOption {
        type = types.bool;
        default = false;
        description = "Whether jobs are kept in a PostgreSQL server on this machine, which is set up for it.";
      };

      urlFile = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "/run/secrets/by-name-bot-database";
        description = ''
          The file with the URL of a PostgreSQL database. Without it, and without
          {option}`services.by-name-bot.database.createLocally`, the database is embedded.
        '';
      };
    };

    settings = mkOption {
      type = types.attrsOf types.str;
      default = { };
      example = {
        GHE_HOST = "github.example.org";
        LOG_LEVEL = "warn";
      };
      description = "Other environment variables, as docs/operations.md lists them. Not for secrets.";
    };

    memoryMax = mkOption {
      type = types.str;
      default = "1G";
      description = "How much memory the service may take before the system ends it.";
    };
  };

  config = mkIf cfg.enable {
    assertions = [
      {
        assertion = !(cfg.database.createLocally && cfg.database.urlFile != null);
        message = "services.by-name-bot.database: createLocally and urlFile exclude each other.";
      }
      {
        assertion = !(cfg.database.createLocally && cfg.user != null && cfg.user != name);
        message = "services.by-name-bot: PostgreSQL on this machine knows the user ${name} only; leave out user.";
      }
    ];

    services.postgresql = mkIf cfg.database.createLocally {
      enable = true;
      ensureDatabases = [ name ];
      ensureUsers = [
        {
          inherit name;
          ensureDBOwnership = true;
        }
      ];
    };

    systemd.services.by-name-bot = {
      description = "by-name-bot reviews Nix packages laid out by name";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      requires = optional cfg.database.createLocally "postgresql.target";
      after = [
        "network-online.target"
      ]
      ++ optional cfg.database.createLocally "postgresql.target";

      path = [ pkgs.nixfmt ];

      environment = {
        NODE_ENV = "production";
        APP_ID = toString cfg.appId;
        PRIVATE_KEY_PATH = "%d/private-key.pem";
        HOST = cfg.host;
        PORT = toString cfg.port;
      }
      // optionalAttrs cfg.database.createLocally { DATABASE_URL = localDatabase; }
      // cfg.settings;

      # The bot takes these from its environment. They are in no unit, and on no command line.
      script = ''
        WEBHOOK_SECRET=$(< "$CREDENTIALS_DIRECTORY/webhook-secret")
        export WEBHOOK_SECRET
      ''
      + optionalString (cfg.database.urlFile != null) ''
        DATABASE_URL=$(< "$CREDENTIALS_DIRECTORY/database-url")
        export DATABASE_URL
      ''
      + ''
        exec ${getExe cfg.package} serve
      '';

      serviceConfig = {
        LoadCredential = [
          "private-key.pem:${cfg.privateKeyFile}"
          "webhook-secret:${cfg.webhookSecretFile}"
        ]
        ++ optional (cfg.database.urlFile != null) "database-url:${cfg.database.urlFile}";
        StateDirectory = cfg.stateDirectory;
        StateDirectoryMode = "0700";
        WorkingDirectory = "%S/${cfg.stateDirectory}";
        Restart = "always";
        RestartSec = 5;
        TimeoutStopSec = 40;
        MemoryMax = cfg.memoryMax;

        NoNewPrivileges = true;
        CapabilityBoundingSet = "";
        ProtectSystem = "strict";
        ProtectHome = true;
        PrivateTmp = true;
        PrivateDevices = true;
        PrivateUsers = true;
        ProtectClock = true;
        ProtectControlGroups = true;
        ProtectHostname = true;
        ProtectKernelLogs = true;
        ProtectKernelModules = true;
        ProtectKernelTunables = true;
        ProtectProc = "invisible";
        RemoveIPC = true;
        RestrictAddressFamilies = "AF_INET AF_INET6 AF_UNIX";
        RestrictNamespaces = true;
        RestrictRealtime = true;
        RestrictSUIDSGID = true;
        LockPersonality = true;
        SystemCallArchitectures = "native";
        SystemCallFilter = [
          "@system-service"
          "~@privileged @resources"
        ];
        SystemCallErrorNumber = "EPERM";
        UMask = "0077";
      }
      // (
        if cfg.user == null then
          {
            DynamicUser = true;
            User = name;
          }
        else
          {
            User = cfg.user;
            Group = cfg.user;
          }
      );
    };
  };
}
