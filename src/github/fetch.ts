/** How long GitHub may take for an answer, in milliseconds; it gives up on its own after ten seconds. */
export const REQUEST_MS = 20_000;

/**
 * As `fetch`, but a request that is not answered whole within so many milliseconds fails, and one that writes is
 * written where it is sent on to.
 */
export function fetchWithin(milliseconds: number): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(milliseconds);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const bounded = { ...init, signal };
    const reads = ["GET", "HEAD"].includes(init?.method ?? "GET");
    return reads || typeof input !== "string" ? fetch(input, bounded) : written(input, bounded);
  };
}

const SENT_ON: ReadonlySet<number> = new Set([301, 302, 307, 308]);
const MOST_TIMES = 5;

/**
 * GitHub sends those on that name a repository as it was called before. `fetch` would make a GET of a POST that is
 * answered 301 or 302, whose 200 looks as if it had been written. Nobody is sent on to another host: the token is
 * for this one.
 */
async function written(address: string, init: RequestInit): Promise<Response> {
  let url = address;
  for (let times = 0; times <= MOST_TIMES; times++) {
    const response = await fetch(url, { ...init, redirect: "manual" });
    const location = response.headers.get("location");
    if (!SENT_ON.has(response.status) || location === null) return response;
    await response.arrayBuffer();
    const next = new URL(location, url);
    if (next.origin !== new URL(url).origin) throw new TypeError("fetch failed: sent on to another host");
    url = next.href;
  }
  throw new TypeError("fetch failed: sent on too often");
}
