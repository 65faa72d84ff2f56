import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { MadeApp } from "../../github/manifest.ts";
import { OWN_PATHS } from "../process/own-paths.ts";
import { answer, pathOf } from "./answer.ts";
import { answerPage, escapeHtml } from "./html.ts";

export type SetUpPages = {
  /** What `app.yml` says. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The address of GitHub for people. */
  readonly webUrl: string;
  /** To which the App is to belong; null for the account of whoever makes it. */
  readonly organisation: string | null;
  readonly webhookPath: string;
  readonly webhookProxy: string | null;
  /** Comes back from GitHub with whoever was sent there by this process. */
  readonly state: string;
  /** Has GitHub make the App, and keeps its credentials. Null where GitHub does not know the code. */
  readonly make: (code: string) => Promise<MadeApp | null>;
};

/** Where GitHub sends back whoever has named the App. */
const BACK = "/setup";

/** Answers with the page on which the App is made, and keeps what GitHub gives for it; says whether it did. */
export function setUpHandler(options: SetUpPages) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    response.setHeader("cache-control", "no-store");
    switch (pathOf(request)) {
      case "/":
        answerPage(response, {
          title: "Set up by-name-bot",
          body: pageOf(baseOf(request), options),
          formTo: new URL(options.webUrl).origin,
        });
        return true;
      case BACK:
        await finish(request, response, options);
        return true;
      default:
        return false;
    }
  };
}

async function finish(request: IncomingMessage, response: ServerResponse, { state, make }: SetUpPages) {
  const query = new URLSearchParams((request.url ?? "").split("?", 2)[1] ?? "");
  const code = query.get("code") ?? "";
  if (!same(query.get("state") ?? "", state) || !/^[\w-]{1,200}$/.test(code)) {
    answer(response, 400, "This page did not ask for this: start again at /");
    return;
  }
  const made = await make(code);
  if (made === null) {
    answer(response, 400, "GitHub does not know this code, or it has expired: start again at /");
    return;
  }
  response.writeHead(302, { location: `${made.page}/installations/new` }).end();
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The address under which somebody has opened the page. */
function baseOf({ headers }: IncomingMessage): string {
  const first = (value: string | string[] | undefined) =>
    String(value ?? "")
      .split(",", 1)[0]
      ?.trim() ?? "";
  const protocol = first(headers["x-forwarded-proto"]) === "https" ? "https" : "http";
  const host = first(headers["x-forwarded-host"]) || first(headers.host);
  return `${protocol}://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : "localhost"}`;
}

function pageOf(base: string, options: SetUpPages): string {
  const { manifest, webUrl, organisation, webhookPath, webhookProxy, state } = options;
  const hook = webhookProxy ?? `${base}${webhookPath}`;
  const whole = {
    ...manifest,
    hook_attributes: { url: hook, active: true },
    redirect_url: `${base}${BACK}`,
    setup_url: `${base}${OWN_PATHS.installed}`,
  };
  const owner = organisation === null ? "" : `/organizations/${encodeURIComponent(organisation)}`;
  const action = `${webUrl}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`;
  return `<h1>Set up by-name-bot</h1>
<p>by-name-bot reviews pull requests to Nix packages laid out by name. You create its GitHub App now: GitHub asks for
a name, and sends the credentials to this server. Then you choose the repositories.</p>
<ul>
<li>GitHub: <code>${escapeHtml(webUrl)}</code></li>
<li>Owner of the App: ${organisation === null ? "your account" : `<code>${escapeHtml(organisation)}</code>`}</li>
<li>Deliveries go to: <code>${escapeHtml(hook)}</code></li>
</ul>
${reachable(hook) ? "" : `<p><strong>GitHub cannot reach that address.</strong> Open this page under the public address of the server. To try it out without one, set <code>WEBHOOK_PROXY_URL</code> to a channel of smee.io first.</p>\n`}<form action="${escapeHtml(action)}" method="post">
<input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(whole))}">
<button>Register the App on GitHub</button>
</form>
<p>If you created the App by hand, set <code>APP_ID</code>, <code>PRIVATE_KEY_PATH</code> and
<code>WEBHOOK_SECRET</code>, and restart by-name-bot.</p>`;
}

/** Whether a server on the internet could send something there. */
function reachable(address: string): boolean {
  const { hostname } = new URL(address);
  return !/^(?:localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\]|10\..*|192\.168\..*)$/.test(hostname);
}
