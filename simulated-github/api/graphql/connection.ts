import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from "graphql";
import { GraphqlProblem } from "./problem.ts";

export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

/** The most that one page holds, https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const pageLimit = 100;

type ConnectionOptions<T> = {
  readonly key?: (item: T) => number;
  readonly descending?: boolean;
  /** The arguments beside those for pages that whoever lists the items has looked at. */
  readonly takes?: readonly string[];
};

/**
 * A connection over items in their order. `key` gives each a number that ascends (or, with `descending`,
 * descends) along the order and outlives changes of the list, so that a page begins where the last one
 * ended though items have gone meanwhile; by default the place in the list.
 *
 * Throws as GitHub does where `first` and `last` are missing, which it notices only if items are asked for.
 */
export function connection<T>(
  items: readonly T[],
  args: PageArguments,
  info: GraphQLResolveInfo,
  node: (item: T) => unknown,
  { key, descending = false, takes = [] }: ConnectionOptions<T> = {},
): Record<string, unknown> {
  refuseUnknownArguments(info, takes);
  const { first, last } = args;
  const name = info.fieldName;
  if (first == null && last == null) {
    if (asksForItems(info)) {
      throw new GraphqlProblem(
        "MISSING_PAGINATION_BOUNDARIES",
        `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
      );
    }
    return { totalCount: items.length };
  }
  for (const [argument, value] of [
    ["first", first],
    ["last", last],
  ] as const) {
    if (value != null && (value < 0 || value > pageLimit)) {
      throw new GraphqlProblem(
        "EXCESSIVE_PAGINATION",
        value < 0
          ? `\`${argument}\` on the \`${name}\` connection cannot be less than zero.`
          : `Requesting ${value} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${pageLimit} records.`,
      );
    }
  }
  const keyOf = (item: T, place: number) => key?.(item) ?? place;
  const follows = (one: number, other: number) => (descending ? one < other : one > other);
  let from = 0;
  let to = items.length;
  if (args.after != null) {
    const cursor = readCursor(args.after);
    from = items.findIndex((item, place) => follows(keyOf(item, place), cursor));
    if (from === -1) from = items.length;
  }
  if (args.before != null) {
    const cursor = readCursor(args.before);
    const end = items.findIndex((item, place) => !follows(cursor, keyOf(item, place)));
    if (end !== -1) to = end;
  }
  to = Math.max(from, to);
  if (first != null) to = Math.min(to, from + first);
  if (last != null) from = Math.max(from, to - last);
  const page = items.slice(from, to);
  const cursorAt = (place: number) => {
    const item = items[place];
    return item === undefined || to <= from ? null : writeCursor(keyOf(item, place));
  };
  return {
    totalCount: items.length,
    nodes: () => page.map(node),
    edges: () => page.map((item, place) => ({ node: node(item), cursor: cursorAt(from + place) })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: cursorAt(from),
      endCursor: cursorAt(to - 1),
    },
  };
}

function refuseUnknownArguments(info: GraphQLResolveInfo, takes: readonly string[]): void {
  for (const argument of info.fieldNodes.flatMap((field) => field.arguments ?? [])) {
    const name = argument.name.value;
    if (["first", "last", "after", "before", ...takes].includes(name)) continue;
    throw new Error(`the simulated GitHub does not know ${info.parentType.name}.${info.fieldName}(${name})`);
  }
}

function writeCursor(key: number): string {
  return Buffer.from(`cursor:v2:${key}`).toString("base64");
}

function readCursor(cursor: string): number {
  const [, key] = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, "base64").toString("latin1")) ?? [];
  if (key === undefined) {
    throw new GraphqlProblem(
      "INVALID_CURSOR_ARGUMENTS",
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  }
  return Number(key);
}

function asksForItems(info: GraphQLResolveInfo): boolean {
  const asked = (selections: SelectionSetNode | undefined): boolean =>
    (selections?.selections ?? []).some((selection) => {
      if (selection.kind === "Field") return ["nodes", "edges", "pageInfo"].includes(selection.name.value);
      if (selection.kind === "InlineFragment") return asked(selection.selectionSet);
      return asked(info.fragments[selection.name.value]?.selectionSet);
    });
  return info.fieldNodes.some((field: FieldNode) => asked(field.selectionSet));
}
