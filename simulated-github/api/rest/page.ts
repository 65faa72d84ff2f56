import { Problem } from "../problem.ts";

type Paged = { readonly query: { readonly page?: string; readonly per_page?: string }; readonly url: string };

/** The most that a page of REST holds. */
export const pageLimit = 100;

/** The items of the page that is asked for, and the Link header to the others. */
export function page<T>(
  call: Paged,
  items: readonly T[],
  defaultSize = 30,
): { items: readonly T[]; headers: Record<string, string> } {
  const size = Math.min(pageLimit, numberOf(call.query.per_page, "per_page") ?? defaultSize);
  const number = Math.max(1, numberOf(call.query.page, "page") ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  return {
    items: items.slice((number - 1) * size, number * size),
    headers: linkHeader(call, number, last),
  };
}

/** A Link header as GitHub writes it; none where there is one page only. */
function linkHeader(call: Paged, number: number, last: number): Record<string, string> {
  const to = (other: number, rel: string) => {
    const query = new URLSearchParams(Object.entries(call.query));
    query.set("page", String(other));
    return `<${call.url}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [to(Math.min(number - 1, last), "prev")] : []),
    ...(number < last ? [to(number + 1, "next"), to(last, "last")] : []),
    ...(number > 1 ? [to(1, "first")] : []),
  ];
  return links.length === 0 ? {} : { link: links.join(", ") };
}

/** A positive number of the query; undefined where none is given, 422 where it is something else. */
export function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d+$/.test(text))
    throw new Problem(422, `Invalid request.\n\nFor '${name}', "${text}" is not an integer.`);
  return Math.max(1, Number(text));
}
