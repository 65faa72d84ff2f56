import { createPublicKey, type KeyObject, randomBytes, verify } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { App, Installation, Permissions } from "../world/model.ts";
import type { Reader } from "../world/reader.ts";
import { isRecord } from "./json.ts";
import { Problem } from "./problem.ts";

/** Who asks: the App itself, with a JSON Web Token, or one of its installations. */
export type Caller =
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly app: App;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Null: all that the installation covers. */
      readonly repositoryIds: readonly number[] | null;
      readonly token: string;
    };

export type InstallationCaller = Extract<Caller, { kind: "installation" }>;

export type IssuedToken = {
  readonly token: string;
  readonly installationId: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly permissions: Permissions | null;
  readonly repositoryIds: readonly number[] | null;
};

/** The keys of Apps, and the tokens that their installations have been given. */
export type Tokens = {
  /**
   * Who an Authorization header stands for. Throws the Problem that GitHub answers with: 401 for what it
   * cannot verify or what has expired, 403 for an installation that is suspended.
   */
  authenticate(authorization: string | undefined): Caller;
  /** A token of an installation, for an hour. */
  issue(
    installationId: number,
    limits: { permissions: Permissions | null; repositoryIds: readonly number[] | null },
  ): IssuedToken;
  revoke(token: string): void;
  /** Every token that was ever given. */
  all(): readonly string[];
  /** Lets all tokens expire now. */
  expireAll(): void;
};

const tokenLifeMs = 60 * 60 * 1000;
const longestJwtSeconds = 10 * 60;
/** How far ahead GitHub lets a clock be. */
const clockDriftSeconds = 60;

export function createTokens(options: {
  keys: ReadonlyMap<number, string>;
  reader: Reader;
  now: () => number;
}): Tokens {
  const { reader, now } = options;
  const keys = new Map<number, KeyObject>();
  for (const [appId, pem] of options.keys) keys.set(appId, createPublicKey(pem));
  const issued = new Map<string, IssuedToken>();
  const given: string[] = [];

  /** Verifying an RSA signature takes a while, and a client sends one token again and again. */
  const verified = new LRUCache<string, App>({ max: 100 });

  function appOf(jwt: string): App {
    const [head, payload, signature, ...rest] = jwt.split(".");
    if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) {
      throw undecodable();
    }
    const header = decoded(head);
    const claims = decoded(payload);
    if (header.alg !== "RS256") throw undecodable();
    const app = reader
      .apps()
      .find(({ id, clientId }) => String(claims.iss) === String(id) || claims.iss === clientId);
    if (app === undefined) throw new Problem(401, "Integration not found");
    const seconds = now() / 1000;
    const { iat, exp } = claims;
    if (typeof exp !== "number" || exp <= seconds) {
      throw new Problem(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    if (exp > seconds + longestJwtSeconds + clockDriftSeconds) {
      throw new Problem(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (typeof iat !== "number" || iat > seconds + clockDriftSeconds) {
      throw new Problem(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    }
    if (verified.get(jwt) === app) return app;
    const key = keys.get(app.id);
    const signed = Buffer.from(`${head}.${payload}`);
    if (key === undefined || !verify("sha256", signed, key, Buffer.from(signature, "base64url"))) {
      throw undecodable();
    }
    verified.set(jwt, app);
    return app;
  }

  function installationOf(token: string): Caller {
    const found = issued.get(token);
    if (found === undefined || found.expiresAt <= now()) throw badCredentials();
    const installation = reader.installation(found.installationId);
    const app = installation === null ? null : reader.app(installation.appId);
    if (installation === null || app === null) throw badCredentials();
    if (installation.suspendedAt !== null) throw suspended();
    return {
      kind: "installation",
      app,
      installation,
      permissions: found.permissions ?? installation.permissions,
      repositoryIds: found.repositoryIds,
      token,
    };
  }

  return {
    authenticate(authorization) {
      const [, scheme, credentials] = /^(\S+) +(\S+)$/.exec(authorization ?? "") ?? [];
      if (scheme === undefined || credentials === undefined)
        throw new Problem(401, "Requires authentication");
      if (!/^(bearer|token)$/i.test(scheme)) throw badCredentials();
      if (credentials.startsWith("ghs_")) return installationOf(credentials);
      if (credentials.includes(".")) return { kind: "app", app: appOf(credentials) };
      throw badCredentials();
    },
    issue(installationId, { permissions, repositoryIds }) {
      const token = {
        token: `ghs_${randomBytes(18).toString("hex")}`,
        installationId,
        expiresAt: Math.floor((now() + tokenLifeMs) / 1000) * 1000,
        permissions,
        repositoryIds,
      };
      issued.set(token.token, token);
      given.push(token.token);
      return token;
    },
    revoke(token) {
      issued.delete(token);
    },
    expireAll() {
      issued.clear();
    },
    all: () => given,
  };
}

/** 403 as for every token of an installation that is suspended, and for asking for one. */
export function suspended(): Problem {
  return new Problem(403, "This installation has been suspended");
}

function badCredentials(): Problem {
  return new Problem(401, "Bad credentials");
}

function undecodable(): Problem {
  return new Problem(401, "A JSON web token could not be decoded");
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (isRecord(value)) return value;
  } catch {
    // Falls through to the same answer.
  }
  throw undecodable();
}
