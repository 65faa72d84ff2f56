import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SetUpPages, setUpHandler } from "../../src/app/server/set-up-pages.ts";

const STATE = "5".repeat(64);
const MADE = { appId: 17, privateKey: "k", webhookSecret: "s", page: "https://github.com/apps/by-name-bot" };
const codes: string[] = [];
let server: Server;
let url: string;

async function start(changes: Partial<SetUpPages> = {}): Promise<void> {
  const handle = setUpHandler({
    manifest: { name: "by-name-bot", description: `It's "quoted" <b>&amp;` },
    webUrl: "https://github.com",
    organisation: null,
    webhookPath: "/api/github/webhooks",
    webhookProxy: null,
    state: STATE,
    make: async (code) => {
      codes.push(code);
      return code === "old" ? null : MADE;
    },
    ...changes,
  });
  server = createServer(async (request, response) => {
    if (!(await handle(request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

beforeEach(() => {
  codes.length = 0;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const read = async (headers: Record<string, string> = {}) => (await fetch(url, { headers })).text();
const PUBLIC = { "x-forwarded-host": "bot.example.org", "x-forwarded-proto": "https" };

function manifestOf(page: string): unknown {
  const value = /name="manifest" value="([^"]*)"/.exec(page)?.[1] ?? "";
  const text = value
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  return JSON.parse(text);
}

describe("the page on which the App is made", () => {
  it("sends the manifest to GitHub, with addresses under which it was opened", async () => {
    await start();
    const page = await read(PUBLIC);
    expect(page).toContain(
      `<form action="https://github.com/settings/apps/new?state=${STATE}" method="post">`,
    );
    expect(manifestOf(page)).toEqual({
      name: "by-name-bot",
      description: `It's "quoted" <b>&amp;`,
      hook_attributes: { url: "https://bot.example.org/api/github/webhooks", active: true },
      redirect_url: "https://bot.example.org/setup",
      setup_url: "https://bot.example.org/installed",
    });
    expect(page).not.toContain("cannot reach");
    const { headers } = await fetch(url);
    expect(headers.get("content-security-policy")).toContain("form-action https://github.com");
  });

  it("makes the App on the operator's GitHub, for an organisation", async () => {
    await start({ webUrl: "https://octocorp.ghe.com", organisation: "nix" });
    expect(await read(PUBLIC)).toContain(
      `<form action="https://octocorp.ghe.com/organizations/nix/settings/apps/new?state=${STATE}"`,
    );
  });

  it("says so where GitHub cannot reach the address, and takes a channel in its place", async () => {
    await start();
    expect(await read()).toContain("GitHub cannot reach that address.");
    expect(await read({ "x-forwarded-host": "192.168.1.4" })).toContain("GitHub cannot reach that address.");
    await new Promise((resolve) => server.close(resolve));
    await start({ webhookProxy: "https://smee.io/x" });
    const page = await read();
    expect(page).not.toContain("cannot reach");
    expect(manifestOf(page)).toMatchObject({ hook_attributes: { url: "https://smee.io/x" } });
  });

  it("takes no host from a header that is none", async () => {
    await start();
    const page = await read({ "x-forwarded-host": `"><script>alert(1)</script>` });
    expect(page).not.toContain("<script>");
    expect(manifestOf(page)).toMatchObject({ redirect_url: "http://localhost/setup" });
  });
});

describe("who comes back from GitHub", () => {
  const back = (query: string) => fetch(`${url}/setup?${query}`, { redirect: "manual" });

  it("is sent on to install the App", async () => {
    await start();
    const response = await back(`code=0a1b&state=${STATE}`);
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      `${MADE.page}/installations/new`,
    ]);
    expect(codes).toEqual(["0a1b"]);
  });

  it("was sent there by this page, or GitHub is not asked", async () => {
    await start();
    for (const query of [
      "",
      "code=0a1b",
      "code=0a1b&state=",
      `code=0a1b&state=${"4".repeat(64)}`,
      `state=${STATE}`,
    ])
      expect((await back(query)).status).toBe(400);
    for (const code of ["..%2Fx", "a%20b", "a".repeat(201), "%00"])
      expect((await back(`code=${code}&state=${STATE}`)).status).toBe(400);
    expect(codes).toEqual([]);
  });

  it("with a code that GitHub does not know any more, is told to begin again", async () => {
    await start();
    const response = await back(`code=old&state=${STATE}`);
    expect([response.status, await response.text()]).toEqual([
      400,
      "GitHub does not know this code, or it has expired: start again at /\n",
    ]);
  });
});
