/** A request that GitHub was asked, and what it answered. */
export type Exchange = {
  /** With the path and query alone, as all recordings are of one GitHub. */
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
};

/** What was asked about a pull request. */
export type Recording = {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly exchanges: readonly Exchange[];
};

/** What of an answer's headers is kept: what the bot reads, and what tells of limits and pages. */
const KEPT_HEADERS =
  /^(?:content-type|link|etag|location|retry-after|x-ratelimit-[a-z]+|x-github-media-type|x-github-enterprise-version)$/;

/** As `fetch`, and each request with its answer is handed to `keep`. */
export function recordingFetch(keep: (exchange: Exchange) => void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : String(input));
    const headers = [...response.headers].filter(([name]) => KEPT_HEADERS.test(name));
    keep({
      request: {
        method: init?.method ?? "GET",
        path: url.pathname.replace(/^\/api(?:\/v3)?(?=\/)/, "") + url.search,
        body: parsed(typeof init?.body === "string" ? init.body : ""),
      },
      answer: {
        status: response.status,
        headers: Object.fromEntries(headers),
        body: parsed(await response.clone().text()),
      },
    });
    return response;
  };
}

/** As `fetch`, but what was recorded is answered. Throws where it is asked what is not recorded. */
export function replayingFetch({ exchanges }: Recording): typeof fetch {
  const left = new Map<string, Exchange["answer"][]>();
  for (const { request, answer } of exchanges) {
    const key = keyOf(request);
    left.set(key, [...(left.get(key) ?? []), answer]);
  }
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const body = parsed(typeof init?.body === "string" ? init.body : "");
    const asked = { method: init?.method ?? "GET", path: url.pathname + url.search, body };
    const answer = left.get(keyOf(asked))?.shift();
    if (answer === undefined)
      throw new Error(`Nothing is recorded for ${asked.method} ${asked.path}: record it again.`);
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : text, { status: answer.status, headers: answer.headers });
  };
}

function keyOf({ method, path, body }: Exchange["request"]): string {
  return JSON.stringify([method, path, body]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
