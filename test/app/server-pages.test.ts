import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ruleUrl } from "../../src/review/text/home.ts";
import { RULE_NAMES } from "../../src/rules/naming.ts";
import { ROOT } from "../docs/pages.ts";
import { startTestServer, type TestServer, testSettings } from "./server-support.ts";

let server: TestServer;
beforeAll(async () => {
  const github = { apiUrl: "http://127.0.0.1:1", webUrl: "https://github.example.org" };
  const settings = testSettings({ github, docsUrl: "https://bot.example.org/docs" });
  server = await startTestServer({ settings, packageRoot: ROOT });
});
afterAll(() => server.app.close());

const page = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${server.url}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe("whoever has installed the App", () => {
  it("is told what comes next", async () => {
    const { status, text } = await page("/installed?installation_id=3&setup_action=install");
    expect(status).toBe(200);
    expect(text).toContain("<h1>by-name-bot is installed</h1>");
    for (const command of ["init", "explain", "help"])
      expect(text).toContain(`<code>@by-name-bot ${command}</code>`);
    for (const link of [
      "https://bot.example.org/docs/configuration.md",
      "https://bot.example.org/docs/rules/README.md",
      "https://github.example.org/apps/by-name-bot",
    ])
      expect(text).toContain(`href="${link}"`);
  });

  it("is told the same whichever installation the address names, and whatever else is in it", async () => {
    const { text } = await page("/installed?installation_id=3&setup_action=install");
    for (const query of [
      "",
      "?installation_id=4&setup_action=update",
      "?installation_id=%3Cscript%3E&setup_action=%22%3E%3Cscript%3E&code=hunter2&state=x",
      `?installation_id=${"9".repeat(500)}`,
      "?installation_id=3&installation_id=4",
    ])
      expect((await page(`/installed${query}`)).text).toBe(text);
    expect(text).not.toMatch(/installation_id|NixOS/);
  });

  it("and who may only ask for it, that an owner has to approve", async () => {
    const { text } = await page("/installed?setup_action=request");
    expect(text).toContain("<h1>An owner has to approve by-name-bot</h1>");
  });

  it("gets a page that runs nothing, loads nothing, and tells no other site of its address", async () => {
    const { headers } = await page("/installed?installation_id=3");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect((await page("/installed", { method: "POST" })).status).toBe(404);
  });
});

describe("the documentation of the installed version", () => {
  it("has the page of every rule, where links lead", async () => {
    for (const rule of RULE_NAMES) {
      const url = ruleUrl(rule, `${server.url}/docs`);
      const { status, text } = await page(new URL(url).pathname);
      expect([url, status]).toEqual([url, 200]);
      expect(text).toMatch(/<h1><code>[a-z-]+<\/code>/);
    }
    expect((await page("/docs/rules/README.md")).text).toContain("<table>");
  });

  it("is shown as it is written, and nothing else is", async () => {
    expect((await page("/docs/configuration.md")).text).toContain("<h1>");
    for (const path of [
      "/docs",
      "/docs/",
      "/docs/../package.json",
      "/docs/%2e%2e/package.json",
      "/docs/..%2fREADME.md",
      "/docs/by-name.schema.json",
      "/docs/nothing.md",
      "/docs//etc/passwd",
      "/docs/__proto__",
    ])
      expect([path, (await page(path)).status]).toEqual([path, 404]);
  });

  it("is nowhere where the server has no package", async () => {
    const own = await startTestServer();
    expect((await fetch(`${own.url}/docs/configuration.md`)).status).toBe(404);
    await own.app.close();
  });
});
