/**
 * What a `Link` header says of the next page: the value of this parameter of its address; null after the last page.
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function nextPage(link: string | undefined, parameter: string): string | null {
  for (const each of (link ?? "").split(/,\s*(?=<)/)) {
    const [, address = "", relations = ""] = /^<([^>]*)>;(.*)$/.exec(each.trim()) ?? [];
    if (!/\brel="?next"?/.test(relations) || !URL.canParse(address)) continue;
    return new URL(address).searchParams.get(parameter);
  }
  return null;
}
