import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Refusal } from "../world/errors.ts";
import type { World } from "../world/interface.ts";
import type { Repository } from "../world/model.ts";
import { actions } from "./actions.ts";
import { blobPage } from "./blob.ts";
import { checksPage } from "./checks.ts";
import { conversationPage } from "./conversation.ts";
import { filesPage } from "./files.ts";
import { type Html, html, htmlText } from "./html.ts";
import { pageHtml } from "./layout.ts";
import { homePage, repositoryPage } from "./repositories.ts";
import { subjectOf } from "./site.ts";
import { STYLE } from "./style.ts";

export type PagesOptions = {
  readonly world: World;
  /** By default any free one. */
  readonly port?: number;
};

/** The website of a simulated GitHub: plain pages for people, without scripts. */
export type Pages = {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
};

/** What is answered. */
type Answer =
  | { readonly kind: "page"; readonly status: number; readonly page: Html }
  | { readonly kind: "style" }
  | { readonly kind: "redirect"; readonly to: string };

/** Serves a world to browsers on the loopback interface. */
export async function startPages({ world, port = 0 }: PagesOptions): Promise<Pages> {
  const server = createServer((request, response) => {
    answerTo(world, request)
      .catch((error: unknown) => (error instanceof Refusal ? refused(error) : failed(error)))
      .then((answer) => send(response, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the pages are not served");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(world: World, request: IncomingMessage): Promise<Answer> {
  const names = namesIn(request.url ?? "/");
  if (names === null) return notFound();
  if (request.method === "POST") return act(world, request, names);
  if (names.length === 1 && names[0] === "style.css") return { kind: "style" };
  const page = await pageAt(world, names);
  return page === null ? notFound() : { kind: "page", status: 200, page };
}

/** The parts of an address; null where it is not spelled as addresses are. */
function namesIn(url: string): string[] | null {
  try {
    return new URL(url, "http://pages.test").pathname.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}

async function pageAt(world: World, names: readonly string[]): Promise<Html | null> {
  const [owner = "", name, section, at, ...rest] = names;
  if (name === undefined) return owner === "" ? homePage(world) : null;
  const repository = world.state.repositoryByName(`${owner}/${name}`);
  if (repository === null) return null;
  if (section === undefined || (section === "pulls" && at === undefined))
    return repositoryPage(world, repository);
  if (section === "blob" && at !== undefined) return blobPage(world, repository, at, rest.join("/"));
  if (section === "pull" && at !== undefined && rest.length <= 1) {
    return pullRequestPage(world, repository, Number(at), rest[0] ?? "");
  }
  return null;
}

async function pullRequestPage(
  world: World,
  repository: Repository,
  number: number,
  tab: string,
): Promise<Html | null> {
  const subject = subjectOf(world, repository, number);
  if (subject === null) return null;
  if (tab === "") return conversationPage(subject);
  if (tab === "files") return filesPage(subject);
  return tab === "checks" ? checksPage(subject) : null;
}

/** In bytes; GitHub's bodies are shorter. */
const longestForm = 300_000;

async function act(world: World, request: IncomingMessage, names: readonly string[]): Promise<Answer> {
  const [owner, name, section, number, act = ""] = names;
  const repository = world.state.repositoryByName(`${owner}/${name}`);
  const subject =
    repository === null || section !== "pull" ? null : subjectOf(world, repository, Number(number));
  const action = Object.hasOwn(actions, act) ? actions[act] : undefined;
  if (subject === null || action === undefined) return notFound();
  // A page of somebody else must not press buttons here.
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin")
    return said(403, "Forms are taken from these pages only.");
  const body = await bodyOf(request);
  if (body === null) return said(413, "That is too long.");
  return { kind: "redirect", to: await action(subject, new URLSearchParams(body)) };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > longestForm) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function notFound(): Answer {
  return said(404, "There is nothing here.");
}

/** What GitHub refuses, in its words. */
function refused({ status, message, errors }: Refusal): Answer {
  const details = errors.map((error) => (typeof error === "string" ? error : (error.message ?? error.code)));
  return said(status, [message, ...details].join(": "));
}

function failed(error: unknown): Answer {
  return said(500, error instanceof Error ? error.message : String(error));
}

function said(status: number, words: string): Answer {
  const page = pageHtml(
    `${status}`,
    html`<h1 class="title">${status}</h1><p>${words}</p><p><a href="/">All pull requests</a></p>`,
  );
  return { kind: "page", status, page };
}

/** No script, and nothing from elsewhere, even if something hostile got through. */
const policy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function send(response: ServerResponse, answer: Answer): void {
  if (answer.kind === "redirect") {
    response.writeHead(303, { location: answer.to }).end();
    return;
  }
  const [status, type, text] =
    answer.kind === "style" ? [200, "text/css", STYLE] : [answer.status, "text/html", htmlText(answer.page)];
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(text);
}
