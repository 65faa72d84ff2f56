import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pathOf } from "./answer.ts";
import { answerPage, htmlOf } from "./html.ts";

/** Where the pages lie in the package, and where they are served. */
const PAGES_FOLDER = "docs/";
const SERVED = `/${PAGES_FOLDER}`;

/**
 * Answers with the documentation of the version that is installed, whose package is at this address, and says whether
 * it did. Which pages there are is looked up once; no path from outside reaches the disk.
 */
export function docsHandler(packageRoot: URL) {
  const folder = new URL(PAGES_FOLDER, packageRoot);
  const names = new Set(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".md")),
  );
  const pages = new Map<string, string>();

  function pageOf(name: string): string {
    const known = pages.get(name);
    if (known !== undefined) return known;
    const page = htmlOf(readFileSync(new URL(name, folder), "utf8"));
    pages.set(name, page);
    return page;
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = pathOf(request);
    if ((request.method !== "GET" && request.method !== "HEAD") || !path.startsWith(SERVED)) return false;
    const name = path.slice(SERVED.length);
    if (!names.has(name)) return false;
    response.setHeader("cache-control", "public, max-age=3600");
    answerPage(response, { title: `by-name-bot: ${name}`, body: pageOf(name) });
    return true;
  };
}
