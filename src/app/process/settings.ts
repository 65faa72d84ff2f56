import { homedir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import type { Storage } from "../../queue/queue.ts";
import { DOCS } from "../../review/text/project.ts";
import { type FormatCommand, findFormatCommand } from "../run/formatter.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import { OWN_PATHS } from "./own-paths.ts";
import { privateKeyOf } from "./private-key.ts";

/** What the environment says, read once. */
export type Settings = {
  /** How we prove to GitHub who we are; null before the App exists: then it is set up. */
  readonly credentials: Credentials | null;
  readonly http: {
    readonly host: string;
    /** 0: any port that is free. */
    readonly port: number;
    readonly webhookPath: string;
    /** A channel of smee.io that passes deliveries on to a machine without an address of its own. */
    readonly webhookProxy: string | null;
  };
  readonly github: {
    /** Without a slash at the end. */
    readonly apiUrl: string;
    readonly webUrl: string;
  };
  /** Where the jobs are kept. */
  readonly storage: Storage;
  readonly logLevel: LogLevel;
  /** Where the documentation can be read, without a slash at the end. */
  readonly docsUrl: string;
  /** How many jobs run at once. */
  readonly concurrency: number;
  /** Seconds that a job may compute. */
  readonly jobSeconds: number;
  /** Megabytes of memory that the process may take in which a job runs. */
  readonly jobMegabytes: number;
  /** Minutes between two looks at all open pull requests; 0: never. */
  readonly sweepMinutes: number;
  /** Minutes between two looks for deliveries that failed, which are asked for again; 0: never. */
  readonly redeliverMinutes: number;
  /** Seconds for which a pull request is left alone where GitHub is not done with it yet. */
  readonly settleSeconds: number;
  /** The formatter of Nix that pull requests are held to; null for none. */
  readonly formatter: (FormatCommand & { readonly command: string }) | null;
};

export type Credentials = {
  readonly appId: number;
  /** As PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** The one before, by which deliveries may still be signed while the secret is changed. */
  readonly previousWebhookSecret?: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the environment: one sentence a line, without full stops, and without any secret. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/**
 * The settings that an environment stands for, on a machine or in a container with so many megabytes of memory. Throws
 * a SettingsError that names everything that is wrong.
 */
export function readSettings(environment: Environment, memoryMegabytes = memoryHere()): Settings {
  const reader = new EnvironmentReader(environment);
  const settings: Settings = {
    credentials: credentialsOf(reader),
    http: {
      host: reader.text("HOST") ?? "localhost",
      port: reader.whole("PORT", { least: 0, most: 65_535, otherwise: 3000 }),
      webhookPath: webhookPathOf(reader),
      webhookProxy: reader.url("WEBHOOK_PROXY_URL", ["https:", "http:"]),
    },
    github: gitHubOf(reader),
    storage: storageOf(reader),
    logLevel: logLevelOf(reader),
    docsUrl: reader.url("BY_NAME_DOCS_URL", ["https:", "http:"]) ?? DOCS,
    concurrency: reader.whole("BY_NAME_CONCURRENCY", { least: 1, most: 100, otherwise: 8 }),
    jobSeconds: reader.whole("BY_NAME_JOB_SECONDS", { least: 1, most: 3600, otherwise: 30 }),
    jobMegabytes: reader.whole("BY_NAME_JOB_MEGABYTES", {
      least: 256,
      most: 65_536,
      otherwise: jobMegabytesIn(memoryMegabytes),
    }),
    sweepMinutes: reader.whole("BY_NAME_SWEEP_MINUTES", { least: 0, most: 10_080, otherwise: 60 }),
    redeliverMinutes: reader.whole("BY_NAME_REDELIVER_MINUTES", { least: 0, most: 10_080, otherwise: 10 }),
    settleSeconds: reader.whole("BY_NAME_SETTLE_SECONDS", { least: 0, most: 3600, otherwise: 5 }),
    formatter: formatterOf(reader),
  };
  if (reader.problems.length > 0) throw new SettingsError(reader.problems.join("\n"));
  return settings;
}

/** Half of the memory that there is, where that is little; 512 where there is enough. */
function jobMegabytesIn(memoryMegabytes: number): number {
  return Math.max(256, Math.min(512, Math.floor(memoryMegabytes / 2)));
}

function memoryHere(): number {
  // Of a container or a service with a limit that; 0 where it cannot be known.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.min(limit, totalmem()) / (1024 * 1024);
}

/** The secrets by which deliveries may be signed, the current one first. */
export function webhookSecretsOf({ webhookSecret, previousWebhookSecret }: Credentials): readonly string[] {
  return previousWebhookSecret === undefined ? [webhookSecret] : [webhookSecret, previousWebhookSecret];
}

/** The texts of the settings that must never be seen. */
export function secretsOf({ credentials, storage }: Settings): readonly string[] {
  const secrets = credentials === null ? [] : [credentials.privateKey, ...webhookSecretsOf(credentials)];
  if (storage.kind !== "postgres") return secrets;
  const { password } = new URL(storage.url);
  return [...secrets, storage.url, password, plainly(password)];
}

function plainly(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Reads variables, and collects what is wrong with them. An empty variable is one that is not there. */
class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  text(name: string): string | null {
    const value = this.#environment[name]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  whole(name: string, range: { least: number; most: number; otherwise: number }): number {
    const text = this.text(name);
    if (text === null) return range.otherwise;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= range.least && number <= range.most) return number;
    this.problems.push(`${name} must be a whole number from ${range.least} to ${range.most}`);
    return range.otherwise;
  }

  /** Without slashes at its end. */
  url(name: string, protocols: readonly string[]): string | null {
    const text = this.text(name);
    if (text === null) return null;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text.replace(/\/+$/, "");
    this.problems.push(
      `${name} must be a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`,
    );
    return null;
  }
}

function formatterOf(reader: EnvironmentReader): Settings["formatter"] {
  const command = reader.text("FORMAT_COMMAND");
  if (command === null) return null;
  const found = findFormatCommand(command, reader.text("PATH") ?? "", null);
  if (!("problem" in found)) return { ...found, command };
  reader.problems.push(`FORMAT_COMMAND cannot be run: ${found.problem}`);
  return null;
}

/** Of what the set-up page writes into `.env` nothing may be missing, if anything is there. */
function credentialsOf(reader: EnvironmentReader): Credentials | null {
  const appId = reader.text("APP_ID");
  const hasKey = reader.text("PRIVATE_KEY") !== null || reader.text("PRIVATE_KEY_PATH") !== null;
  if (appId === null && !hasKey) {
    if (reader.text("NODE_ENV") === "production")
      reader.problems.push(
        "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing, and NODE_ENV=production requires them",
      );
    return null;
  }
  const webhookSecret = reader.text("WEBHOOK_SECRET");
  if (appId === null) reader.problems.push("APP_ID is missing: the number on the App's page of settings");
  else if (!/^[1-9]\d{0,14}$/.test(appId))
    reader.problems.push("APP_ID must be a whole number, as on the App's page of settings");
  if (webhookSecret === null)
    reader.problems.push("WEBHOOK_SECRET is missing: without it anybody could forge deliveries");
  const previous = reader.text("WEBHOOK_SECRET_PREVIOUS");
  for (const [name, secret] of [
    ["WEBHOOK_SECRET", webhookSecret],
    ["WEBHOOK_SECRET_PREVIOUS", previous],
  ])
    if (secret === PROBOT_SECRET)
      reader.problems.push(`${name} is "${PROBOT_SECRET}", which everybody knows: choose another secret`);
  const privateKey = keyOf(reader);
  if (appId === null || webhookSecret === null || privateKey === null) return null;
  const credentials = { appId: Number(appId), privateKey, webhookSecret };
  return previous === null ? credentials : { ...credentials, previousWebhookSecret: previous };
}

/** What Probot takes where there is none. */
const PROBOT_SECRET = "development";

function keyOf(reader: EnvironmentReader): string | null {
  const text = reader.text("PRIVATE_KEY");
  const path = reader.text("PRIVATE_KEY_PATH");
  if (text === null && path === null) {
    reader.problems.push("PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the App's key, a .pem file");
    return null;
  }
  const key = privateKeyOf(text === null && path !== null ? { path: resolve(path) } : { text: text ?? "" });
  if ("problem" in key) {
    reader.problems.push(`${text === null ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY"} ${key.problem}`);
    return null;
  }
  return key.pem;
}

/** Where the server answers something else. */
const TAKEN_PATHS: readonly string[] = Object.values(OWN_PATHS);

function webhookPathOf(reader: EnvironmentReader): string {
  const path = reader.text("WEBHOOK_PATH") ?? "/api/github/webhooks";
  if (!/^\/[\w./~-]*$/.test(path) || TAKEN_PATHS.includes(path))
    reader.problems.push(
      `WEBHOOK_PATH must be a path such as /api/github/webhooks, and none of ${TAKEN_PATHS.join(", ")}`,
    );
  return path;
}

/** As Probot has it, but for ghe.com; GITHUB_API_URL is for a GitHub whose API is elsewhere. */
function gitHubOf(reader: EnvironmentReader): Settings["github"] {
  const host = reader.text("GHE_HOST");
  const protocol = reader.text("GHE_PROTOCOL") ?? "https";
  if (host !== null && !/^[\w.-]+(?::\d{1,5})?$/.test(host))
    reader.problems.push("GHE_HOST must be the name of a host, such as github.example.org");
  if (host !== null && /^api\.[\w-]+\.ghe\.com$/i.test(host))
    reader.problems.push(`GHE_HOST must be the host of the website: ${host.slice("api.".length)}`);
  if (protocol !== "https" && protocol !== "http") reader.problems.push("GHE_PROTOCOL must be https or http");
  const webUrl = host === null ? "https://github.com" : `${protocol}://${host}`;
  const apiUrl = host === null ? "https://api.github.com" : apiOf(host, protocol);
  return { webUrl, apiUrl: reader.url("GITHUB_API_URL", ["https:", "http:"]) ?? apiUrl };
}

/**
 * Companies on ghe.com have an API with a name of its own.
 * https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/feature-overview-for-github-enterprise-cloud-with-data-residency
 */
function apiOf(host: string, protocol: string): string {
  const company = /^[\w-]+\.ghe\.com$/i.test(host);
  return company ? `${protocol}://api.${host}` : `${protocol}://${host}/api/v3`;
}

function storageOf(reader: EnvironmentReader): Storage {
  const url = reader.url("DATABASE_URL", ["postgres:", "postgresql:"]);
  if (url !== null) return { kind: "postgres", url };
  return { kind: "embedded", directory: resolve(reader.text("BY_NAME_DATA") ?? defaultDirectory(reader)) };
}

/** Where state belongs: systemd's `StateDirectory=`, or that of the user by the XDG specification. */
function defaultDirectory(reader: EnvironmentReader): string {
  // systemd gives several, with colons between.
  const ofUnit = reader.text("STATE_DIRECTORY")?.split(":")[0];
  if (ofUnit !== undefined) return join(ofUnit, "database");
  const ofUser = reader.text("XDG_STATE_HOME") ?? join(reader.text("HOME") ?? homedir(), ".local", "state");
  return join(ofUser, "by-name-bot", "database");
}

function logLevelOf(reader: EnvironmentReader): LogLevel {
  const text = reader.text("LOG_LEVEL") ?? "info";
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level === undefined) reader.problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`);
  return level ?? "info";
}
