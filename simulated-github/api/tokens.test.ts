import { createSign } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { octokitFor, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let time = Date.parse("2026-01-01T00:00:00Z");

beforeAll(async () => {
  github = await startTestGitHub({ world: { clock: () => time } });
});
afterAll(() => github.stop());

function jwt(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = { alg: "RS256", typ: "JWT" },
) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createSign("sha256").update(signed).sign(github.privateKeyPem, "base64url")}`;
}

async function asApp(token: string) {
  const response = await fetch(`${github.url}/app`, { headers: { authorization: `Bearer ${token}` } });
  const { message, slug } = Object(await response.json());
  return { status: response.status, message, slug };
}

async function newToken(body: Record<string, unknown> = {}) {
  const seconds = time / 1000;
  const response = await fetch(`${github.url}/app/installations/${github.installation.id}/access_tokens`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${jwt({ iss: github.app.id, iat: seconds - 30, exp: seconds + 500 })}`,
    },
    body: JSON.stringify(body),
  });
  const answer = Object(await response.json());
  return { ...answer, status: response.status };
}

test("an App is known by a token that its key has signed, by its id or its client id", async () => {
  const seconds = time / 1000;
  const times = { iat: seconds - 30, exp: seconds + 570 };
  for (const iss of [github.app.id, String(github.app.id), github.app.clientId]) {
    expect(await asApp(jwt({ ...times, iss }))).toMatchObject({ status: 200, slug: "by-name-bot" });
  }
});

test("a token that is not signed by the key, has expired or lives too long is refused", async () => {
  const seconds = time / 1000;
  const iss = github.app.id;
  const good = jwt({ iss, iat: seconds, exp: seconds + 60 });
  expect(await asApp(`${good.slice(0, -6)}AAAAAA`)).toMatchObject({
    status: 401,
    message: "A JSON web token could not be decoded",
  });
  expect(await asApp(jwt({ iss, iat: seconds, exp: seconds + 60 }, { alg: "none" }))).toMatchObject({
    status: 401,
  });
  expect((await asApp(jwt({ iss, iat: seconds - 900, exp: seconds - 300 }))).message).toContain(
    "future time",
  );
  expect((await asApp(jwt({ iss, iat: seconds, exp: seconds + 3600 }))).message).toContain("too far");
  expect((await asApp(jwt({ iss: 1, iat: seconds, exp: seconds + 60 }))).message).toBe(
    "Integration not found",
  );
  expect(await asApp("ghs_unknown")).toMatchObject({ status: 401, message: "Bad credentials" });
});

test("an installation token is good for an hour", async () => {
  const { token, expires_at } = await newToken();
  expect(Date.parse(expires_at) - time).toBe(60 * 60 * 1000);
  const octokit = octokitFor(github.url, token);
  expect((await octokit.rest.repos.get(github.at)).data.full_name).toBe("NixOS/nixpkgs");
  time += 60 * 60 * 1000;
  expect(await refusal(octokit.rest.repos.get(github.at))).toMatchObject({
    status: 401,
    message: "Bad credentials",
  });
});

test("a token can be limited to repositories and permissions of the installation", async () => {
  await github.world.repository("NixOS/other", { files: { a: "a" }, private: true });
  const limited = await newToken({ repositories: ["nixpkgs"], permissions: { contents: "read" } });
  expect(limited).toMatchObject({ status: 201, repository_selection: "selected" });
  const octokit = octokitFor(github.url, limited.token);
  expect((await octokit.rest.repos.getContent({ ...github.at, path: "" })).status).toBe(200);
  expect(await refusal(octokit.rest.repos.get({ owner: "NixOS", repo: "other" }))).toMatchObject({
    status: 404,
  });
  expect(await refusal(octokit.rest.issues.createLabel({ ...github.at, name: "new" }))).toMatchObject({
    status: 403,
    message: "Resource not accessible by integration",
  });
  expect(await newToken({ permissions: { administration: "write" } })).toMatchObject({ status: 422 });
  expect(await newToken({ repositories: ["unknown"] })).toMatchObject({ status: 422 });
});

test("the tokens of an installation that is suspended are refused with 403 until it is not", async () => {
  const { token } = await newToken();
  const octokit = octokitFor(github.url, token);
  github.world.suspend(github.installation.id, github.alice.id);
  expect(await refusal(octokit.rest.repos.get(github.at))).toMatchObject({
    status: 403,
    message: "This installation has been suspended",
  });
  expect(await newToken()).toMatchObject({ status: 403, message: "This installation has been suspended" });
  github.world.unsuspend(github.installation.id, github.alice.id);
  expect((await octokit.rest.repos.get(github.at)).status).toBe(200);
});

test("there is no token for an installation that is gone", async () => {
  const { token } = await newToken();
  github.world.uninstall(github.installation.id, github.alice.id);
  expect(await newToken()).toMatchObject({ status: 404, message: "Not Found" });
  expect(await refusal(octokitFor(github.url, token).rest.repos.get(github.at))).toMatchObject({
    status: 401,
  });
});

test("without a token there is nothing", async () => {
  expect((await fetch(`${github.url}/repos/NixOS/nixpkgs`)).status).toBe(401);
});
