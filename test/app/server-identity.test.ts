import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askWhoWeAre } from "../../src/app/process/identity.ts";
import { createLog } from "../../src/app/process/log.ts";
import type { JsonObject } from "../../src/queue/json.ts";
import { SELF } from "./payloads.ts";
import { startTestServer, testSettings } from "./server-support.ts";

const stored = new Map<string, JsonObject>();
const memory = {
  get: async (key: string) => stored.get(key) ?? null,
  put: async (key: string, value: JsonObject) => {
    stored.set(key, value);
  },
};
const log = createLog({ level: "silent" });

let answer = { status: 200, body: '{"slug": "by-name-bot"}' };
const api = createServer((_, response) => {
  response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
});

beforeEach(async () => {
  stored.clear();
  answer = { status: 200, body: '{"slug": "by-name-bot"}' };
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => api.close(resolve)));

async function ask() {
  const address = api.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const { app } = await startTestServer({ settings: testSettings({ github: { apiUrl: url, webUrl: url } }) });
  try {
    return await askWhoWeAre(SELF.appId, await app.octokit(), memory, log);
  } finally {
    await app.close();
  }
}

describe("who the App is", () => {
  it("is asked of GitHub", async () => expect(await ask()).toEqual(SELF));

  it("is what GitHub said before, while GitHub is away", async () => {
    await ask();
    answer = { status: 502, body: "<html>" };
    expect(await ask()).toEqual(SELF);
  });

  it("cannot be told while GitHub has never answered", async () => {
    answer = { status: 503, body: "{}" };
    await expect(ask()).rejects.toThrow("GitHub did not return the name of App 17");
  });

  it.each([401, 404])("is an error of the settings where GitHub answers %i", async (status) => {
    await ask();
    answer = { status, body: '{"message": "no"}' };
    await expect(ask()).rejects.toThrow(
      "GitHub knows no App 17 with this private key: see APP_ID and PRIVATE_KEY",
    );
  });
});
