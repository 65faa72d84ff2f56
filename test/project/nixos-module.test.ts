import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { evaluate, noNix, ROOT } from "./nix.ts";

const REQUIRED = 'enable = true; appId = 7; privateKeyFile = "/k.pem"; webhookSecretFile = "/secret";';

const CONFIGURATION = z.object({
  assertions: z.array(z.object({ assertion: z.boolean(), message: z.string() })),
  services: z.looseObject({ postgresql: z.record(z.string(), z.unknown()) }),
  systemd: z.object({
    services: z.object({
      "by-name-bot": z.looseObject({
        script: z.string(),
        path: z.array(z.string()),
        after: z.array(z.string()),
        requires: z.array(z.string()),
        environment: z.record(z.string(), z.string()),
        serviceConfig: z.record(z.string(), z.unknown()),
      }),
    }),
  }),
});

/** What the module sets for these values of its options, on top of those that have no default. */
function machine(values = "") {
  const module = `(root + "/nix/module.nix")`;
  return CONFIGURATION.parse(evaluate(`stub.evaluateModule ${module} { ${REQUIRED} ${values} }`));
}

const serviceOf = (values?: string) => machine(values).systemd.services["by-name-bot"];

/** The settings of the unit in docs/operations.md, by key; a key that is there twice has both values. */
function documentedUnit(): Record<string, string[]> {
  const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
  const [, unit = ""] = /```ini\n\[Unit\]\n[\s\S]*?\[Service\]\n([\s\S]*?)\n\[Install\]/.exec(page) ?? [];
  const settings: Record<string, string[]> = {};
  for (const [, key = "", value = ""] of unit.matchAll(/^(\w+)=(.*)$/gm)) {
    settings[key] = [...(settings[key] ?? []), value];
  }
  return settings;
}

/** A value as systemd reads it. */
function written(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return [typeof value === "boolean" ? (value ? "yes" : "no") : String(value)];
}

describe.skipIf(noNix !== null)("the NixOS module", () => {
  test("runs the service as the documented unit does", () => {
    const { ExecStart, Environment, EnvironmentFile, LoadCredential, ...documented } = documentedUnit();
    expect({ ExecStart, LoadCredential }).toEqual({
      ExecStart: ["/opt/by-name-bot/bin/by-name-bot serve"],
      LoadCredential: ["private-key.pem:/etc/by-name-bot/private-key.pem"],
    });
    const { User, LoadCredential: credentials, ...own } = serviceOf().serviceConfig;
    expect(User).toBe("by-name-bot");
    expect(credentials).toEqual(["private-key.pem:/k.pem", "webhook-secret:/secret"]);
    expect(Object.fromEntries(Object.entries(own).map(([key, value]) => [key, written(value)]))).toEqual(
      documented,
    );
    expect(serviceOf().environment).toMatchObject(
      Object.fromEntries((Environment ?? []).map((line) => line.split("="))),
    );
  });

  test("hands no secret over but by a credential", () => {
    const { environment, script, path } = serviceOf();
    expect(environment).toEqual({
      NODE_ENV: "production",
      APP_ID: "7",
      PRIVATE_KEY_PATH: "%d/private-key.pem",
      HOST: "localhost",
      PORT: "3000",
    });
    expect(script).toBe(
      `WEBHOOK_SECRET=$(< "$CREDENTIALS_DIRECTORY/webhook-secret")\nexport WEBHOOK_SECRET\nexec /store/by-name-bot/bin/by-name-bot serve\n`,
    );
    expect(path).toEqual(["/store/nixfmt"]);
  });

  test("has an embedded database unless told otherwise", () => {
    const { services, assertions } = machine();
    expect(services.postgresql).toEqual({});
    expect(assertions.filter(({ assertion }) => !assertion)).toEqual([]);
  });

  test("sets up PostgreSQL on the machine", () => {
    const { services } = machine("database.createLocally = true;");
    expect(services.postgresql).toEqual({
      enable: true,
      ensureDatabases: ["by-name-bot"],
      ensureUsers: [{ name: "by-name-bot", ensureDBOwnership: true }],
    });
    const { environment, after, requires } = serviceOf("database.createLocally = true;");
    expect(environment.DATABASE_URL).toBe("postgres:///by-name-bot?host=/run/postgresql&user=by-name-bot");
    expect([after, requires]).toEqual([
      ["network-online.target", "postgresql.target"],
      ["postgresql.target"],
    ]);
  });

  test("takes the URL of a database from a file", () => {
    const { script, serviceConfig, environment } = serviceOf('database.urlFile = "/url";');
    expect(serviceConfig.LoadCredential).toContain("database-url:/url");
    expect(script).toContain(
      `DATABASE_URL=$(< "$CREDENTIALS_DIRECTORY/database-url")\nexport DATABASE_URL\n`,
    );
    expect(environment).not.toHaveProperty("DATABASE_URL");
  });

  test("runs as a user that there is, in a directory of another name", () => {
    const { serviceConfig } = serviceOf('user = "bot"; stateDirectory = "reviews"; memoryMax = "2G";');
    expect(serviceConfig).toMatchObject({
      User: "bot",
      Group: "bot",
      StateDirectory: "reviews",
      WorkingDirectory: "%S/reviews",
      MemoryMax: "2G",
    });
    expect(serviceConfig).not.toHaveProperty("DynamicUser");
  });

  test("passes settings on as environment variables", () => {
    const { environment } = serviceOf('settings = { LOG_LEVEL = "warn"; PORT = "1"; }; port = 8080;');
    expect(environment).toMatchObject({ LOG_LEVEL: "warn", PORT: "1" });
  });

  test.each([
    ['database = { createLocally = true; urlFile = "/url"; };', "exclude each other"],
    ['database.createLocally = true; user = "bot";', "leave out user"],
  ])("refuses %s", (values, message) => {
    const failed = machine(values).assertions.filter(({ assertion }) => !assertion);
    expect(failed.map((each) => each.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ["port = 70000;", "port is not of type port"],
    ["appID = 7;", "there is no option services.by-name-bot.appID"],
    ["database.url = null;", "there is no option services.by-name-bot.database.url"],
  ])("does not take %s", (values, message) => {
    expect(() => machine(values)).toThrow(message);
  });

  test("sets nothing where it is not enabled", () => {
    expect(evaluate('stub.evaluateModule (root + "/nix/module.nix") { }')).toEqual({});
  });
});
