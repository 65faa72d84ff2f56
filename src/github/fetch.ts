/** How long GitHub may take for an answer, in milliseconds; it gives up on its own after ten seconds. */
export const REQUEST_MS = 20_000;

/** As `fetch`, but a request that is not answered whole within so many milliseconds fails. */
export function fetchWithin(milliseconds: number): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(milliseconds);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return fetch(input, { ...init, signal });
  };
}
