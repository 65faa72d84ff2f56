import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readEnvironmentFile, writeEnvironmentFile } from "../../src/app/process/environment-file.ts";
import { type Environment, readSettings, SettingsError, secretsOf } from "../../src/app/process/settings.ts";

const { privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pkcs1 = String(key.export({ type: "pkcs1", format: "pem" }));
const pkcs8 = String(key.export({ type: "pkcs8", format: "pem" }));

const directory = mkdtempSync(join(tmpdir(), "by-name-settings-"));
afterAll(() => rmSync(directory, { recursive: true }));

const WHOLE = { APP_ID: "17", PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: "s3cret-s3cret", HOME: "/home/x" };

function problems(environment: Environment): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    expect(error.message).not.toContain("s3cret-s3cret");
    return error.message.split("\n");
  }
}

describe("settings", () => {
  it("have defaults for all but the credentials", () => {
    expect({ ...readSettings(WHOLE, 4096), credentials: null }).toMatchInlineSnapshot(`
      {
        "concurrency": 8,
        "credentials": null,
        "docsUrl": "https://github.com/by-name-bot/by-name-bot/blob/main/docs",
        "formatter": null,
        "github": {
          "apiUrl": "https://api.github.com",
          "webUrl": "https://github.com",
        },
        "http": {
          "host": "localhost",
          "port": 3000,
          "webhookPath": "/api/github/webhooks",
          "webhookProxy": null,
        },
        "jobMegabytes": 512,
        "jobSeconds": 30,
        "logLevel": "info",
        "redeliverMinutes": 10,
        "settleSeconds": 5,
        "storage": {
          "directory": "/home/x/.local/state/by-name-bot/database",
          "kind": "embedded",
        },
        "sweepMinutes": 60,
      }
    `);
  });

  it("have a formatter where one is named that can be run", () => {
    const named = { ...WHOLE, PATH: "/bin", FORMAT_COMMAND: "sh -s" };
    const formatter = { program: "/bin/sh", args: ["-s"], command: "sh -s" };
    expect(readSettings(named).formatter).toEqual(formatter);
    expect(problems({ ...WHOLE, FORMAT_COMMAND: "./nixfmt" })).toEqual([
      "FORMAT_COMMAND cannot be run: it is neither a name nor an absolute path",
    ]);
  });

  it.each([
    [256, 256],
    [512, 256],
    [768, 384],
    [1024, 512],
    [Number.POSITIVE_INFINITY, 512],
  ])("give jobs, of %d MB that there are, %d", (memory, megabytes) => {
    expect(readSettings(WHOLE, memory).jobMegabytes).toBe(megabytes);
    expect(readSettings({ ...WHOLE, BY_NAME_JOB_MEGABYTES: "300" }, memory).jobMegabytes).toBe(300);
  });

  it("without any credentials are those of an App that is still to be set up", () => {
    expect(readSettings({ HOME: "/home/x" }).credentials).toBeNull();
    expect(problems({ NODE_ENV: "production" })).toMatchInlineSnapshot(`
      [
        "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing, and NODE_ENV=production requires them",
      ]
    `);
  });

  it("with some of the credentials say what is missing", () => {
    expect(problems({ APP_ID: "17" })).toMatchInlineSnapshot(`
      [
        "WEBHOOK_SECRET is missing: without it anybody could forge deliveries",
        "PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the App's key, a .pem file",
      ]
    `);
    expect(problems({ PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: "s3cret-s3cret" })).toMatchInlineSnapshot(`
      [
        "APP_ID is missing: the number on the App's page of settings",
      ]
    `);
  });

  it("never come without a secret for the webhook, nor with the one that Probot has for everybody", () => {
    expect(problems({ ...WHOLE, WEBHOOK_SECRET: "" })).toMatchInlineSnapshot(`
      [
        "WEBHOOK_SECRET is missing: without it anybody could forge deliveries",
      ]
    `);
    expect(problems({ ...WHOLE, WEBHOOK_SECRET: " development " })).toMatchInlineSnapshot(`
      [
        "WEBHOOK_SECRET is "development", which everybody knows: choose another secret",
      ]
    `);
  });

  it("know the secret before, while it is changed", () => {
    const credentials = (WEBHOOK_SECRET_PREVIOUS: string) =>
      readSettings({ ...WHOLE, WEBHOOK_SECRET_PREVIOUS }).credentials;
    expect(credentials("")).not.toHaveProperty("previousWebhookSecret");
    expect(credentials(" the one before ")).toMatchObject({
      webhookSecret: "s3cret-s3cret",
      previousWebhookSecret: "the one before",
    });
    expect(problems({ ...WHOLE, WEBHOOK_SECRET_PREVIOUS: "development" })).toEqual([
      'WEBHOOK_SECRET_PREVIOUS is "development", which everybody knows: choose another secret',
    ]);
    expect(problems({ ...WHOLE, WEBHOOK_SECRET: "", WEBHOOK_SECRET_PREVIOUS: "the one before" })).toEqual([
      "WEBHOOK_SECRET is missing: without it anybody could forge deliveries",
    ]);
  });

  it("name everything that is wrong at once", () => {
    expect(
      problems({
        ...WHOLE,
        APP_ID: "by-name-bot",
        PRIVATE_KEY: "not a key",
        PORT: "http",
        LOG_LEVEL: "loud",
        DATABASE_URL: "mysql://x",
        GITHUB_API_URL: "api.github.com",
        GHE_HOST: "https://x",
        WEBHOOK_PATH: "/metrics",
        BY_NAME_CONCURRENCY: "0",
        BY_NAME_SWEEP_MINUTES: "-1",
        BY_NAME_SETTLE_SECONDS: "1.5",
      }).join("\n"),
    ).toMatchInlineSnapshot(`
      "APP_ID must be a whole number, as on the App's page of settings
      PRIVATE_KEY must contain a private key in PEM: the .pem file from GitHub
      PORT must be a whole number from 0 to 65535
      WEBHOOK_PATH must be a path such as /api/github/webhooks, and none of /healthz, /readyz, /metrics, /installed
      GHE_HOST must be the name of a host, such as github.example.org
      GITHUB_API_URL must be a URL that begins with https:// or http://
      DATABASE_URL must be a URL that begins with postgres:// or postgresql://
      LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent
      BY_NAME_CONCURRENCY must be a whole number from 1 to 100
      BY_NAME_SWEEP_MINUTES must be a whole number from 0 to 10080
      BY_NAME_SETTLE_SECONDS must be a whole number from 0 to 3600"
    `);
  });

  it("take the private key however Probot would", () => {
    const path = join(directory, "key.pem");
    writeFileSync(path, pkcs1);
    const spellings: readonly Environment[] = [
      { PRIVATE_KEY: pkcs1 },
      { PRIVATE_KEY: pkcs8 },
      { PRIVATE_KEY: pkcs1.replaceAll("\n", "\\n") },
      { PRIVATE_KEY: `"${pkcs1.replaceAll("\n", "\\n")}"` },
      { PRIVATE_KEY: pkcs1.replaceAll("\n", " ") },
      { PRIVATE_KEY: pkcs1.replaceAll("\n", "\r\n") },
      { PRIVATE_KEY: Buffer.from(pkcs1).toString("base64") },
      { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path },
    ];
    for (const spelling of spellings)
      expect(readSettings({ ...WHOLE, ...spelling }).credentials?.privateKey).toBe(pkcs8);
  });

  it("refuse a key that is none, without showing any of it", () => {
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const wrong = (PRIVATE_KEY: string) => problems({ ...WHOLE, PRIVATE_KEY }).join();
    expect(wrong("hunter2")).toMatchInlineSnapshot(
      `"PRIVATE_KEY must contain a private key in PEM: the .pem file from GitHub"`,
    );
    expect(wrong(pkcs1.slice(0, 500) + pkcs1.slice(600))).toMatchInlineSnapshot(
      `"PRIVATE_KEY contains a damaged private key"`,
    );
    expect(wrong(String(elliptic.export({ type: "pkcs8", format: "pem" })))).toMatchInlineSnapshot(
      `"PRIVATE_KEY must be an RSA key, as GitHub creates it"`,
    );
    const missing = { ...WHOLE, PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/no/such.pem" };
    expect(problems(missing).join()).toMatchInlineSnapshot(`"PRIVATE_KEY_PATH cannot be read: /no/such.pem"`);
  });

  it("know GitHub Enterprise Server as Probot does, and an API that is elsewhere", () => {
    const github = (environment: Environment) => readSettings({ ...WHOLE, ...environment }).github;
    expect(github({ GHE_HOST: "git.example.org" })).toEqual({
      webUrl: "https://git.example.org",
      apiUrl: "https://git.example.org/api/v3",
    });
    expect(github({ GHE_HOST: "localhost:8080", GHE_PROTOCOL: "http" }).apiUrl).toBe(
      "http://localhost:8080/api/v3",
    );
    expect(github({ GHE_HOST: "octocorp.ghe.com" })).toEqual({
      webUrl: "https://octocorp.ghe.com",
      apiUrl: "https://api.octocorp.ghe.com",
    });
    expect(github({ GHE_HOST: "x.ghe.com", GITHUB_API_URL: "https://proxy.example.org/x/" })).toEqual({
      webUrl: "https://x.ghe.com",
      apiUrl: "https://proxy.example.org/x",
    });
    // Only the company's own name is before it.
    for (const host of ["ghe.com.example.org", "a.b.ghe.com", "notghe.com"])
      expect(github({ GHE_HOST: host }).apiUrl).toBe(`https://${host}/api/v3`);
    expect(problems({ ...WHOLE, GHE_HOST: "api.octocorp.ghe.com" })).toEqual([
      "GHE_HOST must be the host of the website: octocorp.ghe.com",
    ]);
  });

  it("keep the jobs where state belongs", () => {
    const storage = (environment: Environment) => readSettings({ ...WHOLE, ...environment }).storage;
    expect(storage({ STATE_DIRECTORY: "/var/lib/by-name-bot:/var/lib/other" })).toMatchObject({
      directory: "/var/lib/by-name-bot/database",
    });
    expect(storage({ XDG_STATE_HOME: "/state" })).toMatchObject({ directory: "/state/by-name-bot/database" });
    expect(storage({ BY_NAME_DATA: "/data", STATE_DIRECTORY: "/x" })).toMatchObject({ directory: "/data" });
    const url = "postgres://bot:p%40ssword@db/bot";
    expect(storage({ DATABASE_URL: url, BY_NAME_DATA: "/data" })).toEqual({ kind: "postgres", url });
  });

  it("tell what of them is secret", () => {
    const settings = readSettings({
      ...WHOLE,
      DATABASE_URL: "postgres://bot:p%40ssword@db/bot",
      WEBHOOK_SECRET_PREVIOUS: "the one before",
    });
    expect(secretsOf(settings)).toEqual(
      expect.arrayContaining([pkcs8, "s3cret-s3cret", "the one before", "p@ssword", "p%40ssword"]),
    );
  });
});

describe("the .env file", () => {
  it("keeps what it had, and can be read by its owner alone", () => {
    const file = join(directory, ".env");
    expect(readEnvironmentFile(file)).toEqual({});
    writeEnvironmentFile(file, { WEBHOOK_PROXY_URL: "https://smee.io/x", NOTE: 'it\'s "quoted"' });
    // Probot puts the key between quotes.
    writeEnvironmentFile(file, { APP_ID: "17", PRIVATE_KEY: `"${pkcs1}"`, WEBHOOK_SECRET: "s3cret-s3cret" });
    const environment = readEnvironmentFile(file);
    expect(environment).toMatchObject({ WEBHOOK_PROXY_URL: "https://smee.io/x", NOTE: 'it\'s "quoted"' });
    expect(readSettings(environment).credentials).toMatchObject({ appId: 17, privateKey: pkcs8 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
