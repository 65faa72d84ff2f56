import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { startPages } from "simulated-github/pages";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { installedHandler } from "../../src/app/server/installed-page.ts";
import { setUpHandler } from "../../src/app/server/set-up-pages.ts";
import { browserHere, startBrowser } from "../support/browser.ts";
import { HELLO, nixpkgs, openStage, packageText, reviewed } from "./kit.ts";

const program = browserHere();
const NO_BROWSER = "Chromium is not on this machine";
const WIDTHS = [380, 1280];
const LONG = "awordthatislongerthananyscreeniswide".repeat(4);

let browser: Browser | undefined;

/** Run by the browser: how far a page can be moved to the side, what is cut off, and a sign that takes an emoji font. */
const LOOK = `(() => {
  // What is folded is there once it is opened.
  for (const details of document.querySelectorAll("details")) details.open = true;
  const { clientWidth, scrollWidth } = document.documentElement;
  const fields = [...document.querySelectorAll("button, input:not([type=hidden]), textarea")];
  const isCut = ({ left, right, width }) => width < 1 || left < 0 || right > clientWidth;
  return {
    tooWide: scrollWidth - clientWidth,
    buttons: document.querySelectorAll("button").length,
    cut: fields.filter((each) => isCut(each.getBoundingClientRect())).map((each) => each.outerHTML),
    emoji: /\\p{Extended_Pictographic}/u.exec(document.body.textContent)?.[0] ?? null,
  };
})()`;
const SEEN = z.strictObject({
  tooWide: z.number(),
  buttons: z.number(),
  cut: z.array(z.string()),
  emoji: z.string().nullable(),
});

/** Nothing of a page lies outside of its window, however wide; returns how many buttons it has. */
async function expectInside(url: string, path: string): Promise<number> {
  if (browser === undefined) throw new Error(NO_BROWSER);
  const page = await browser.newPage();
  try {
    await page.goto(`${url}${path}`);
    const seen: number[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const { buttons, ...rest } = SEEN.parse(await page.evaluate(LOOK));
      expect({ path, width, ...rest }).toEqual({ path, width, tooWide: 0, cut: [], emoji: null });
      seen.push(buttons);
    }
    return Math.min(...seen);
  } finally {
    await page.close();
  }
}

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  if (program !== null) browser = await startBrowser(program);
});
afterAll(() => browser?.close());

test("no page of the simulated GitHub is wider than its window, and each button lies inside", async ({
  skip,
}) => {
  if (program === null) return skip(NO_BROWSER);
  const stage = await openStage();
  onTestFinished(stage.close);
  const repository = await stage.repository(`example/${LONG.slice(0, 90)}`, nixpkgs());
  const pr = await stage.world.as("alice").opensPullRequest(repository, {
    title: `hello: ${LONG}`,
    files: {
      [HELLO]: packageText("hello", [
        String.raw`greeting = "hello\.";`,
        `description = "${LONG}";`,
        "src = ~/src/hello;",
      ]).replace("  strictDeps = true;\n", ""),
    },
  });
  await pr.as("bob").comment(`@by-name-bot explain\n\n${LONG} and \`${LONG}\`\n\n    ${LONG}`);
  await stage.idle();
  await reviewed(pr);
  const pages = await startPages({ world: stage.world });
  onTestFinished(() => pages.close());
  const own = `/${repository.nameWithOwner}/pull/${pr.number}`;
  const head = pr.view().head;
  for (const path of [
    "/",
    own,
    `${own}/checks`,
    `${own}/files`,
    `/${repository.nameWithOwner}/blob/${head}/${HELLO}`,
  ]) {
    expect((await expectInside(pages.url, path)) > 0, path).toBe(path.startsWith(own));
  }
});

test("nor are the pages of the App on which it is set up and welcomes", async ({ skip }) => {
  if (program === null) return skip(NO_BROWSER);
  const setUp = setUpHandler({
    manifest: { name: "by-name-bot" },
    webUrl: "https://github.com",
    organisation: LONG,
    webhookPath: "/api/github/webhooks",
    webhookProxy: `https://smee.io/${LONG}`,
    state: "5".repeat(64),
    make: async () => null,
  });
  const installed = installedHandler({
    botLogin: () => `${LONG.slice(0, 60)}[bot]`,
    webUrl: "https://github.com",
    docs: "https://example.org/docs",
  });
  const url = await serving(async (request, response) => {
    if (!(await setUp(request, response)) && !(await installed(request, response))) response.end();
  });
  for (const [path, count] of [
    ["/", 1],
    ["/installed", 0],
    ["/installed?setup_action=request", 0],
  ] as const) {
    expect(await expectInside(url, path), path).toBe(count);
  }
});
