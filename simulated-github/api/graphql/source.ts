import type { GraphQLResolveInfo } from "graphql";
import type { World } from "../../world/interface.ts";
import type { Account } from "../../world/model.ts";
import type { Reader } from "../../world/reader.ts";
import type { InstallationCaller } from "../tokens.ts";

/** What the fields of one request are answered from. */
export type View = {
  readonly world: World;
  /** What this request reads: in a mutation the true state, else what readers see now. */
  readonly reader: Reader;
  readonly caller: InstallationCaller;
  /** The App's bot. */
  readonly viewer: Account;
};

/** The repository that a source is in: its permissions guard the fields. */
export const inRepository = Symbol("repository");

type Leaf<T> = NonNullable<T> extends string | number | boolean ? T : unknown;

type Answer<T> =
  | Leaf<T>
  | Promise<Leaf<T>>
  | ((args: never, view: View, info: GraphQLResolveInfo) => Leaf<T> | Promise<Leaf<T>>);

/**
 * The fields of a type of GitHub's schema that the simulation knows, as values or functions. The types hold
 * the names and scalars against the published schema. Asking for a field that is not here is an error.
 */
export type Source<T> = { readonly [K in keyof T]?: Answer<T[K]> } & {
  readonly __typename: string;
  readonly [inRepository]?: number;
};

type AnySource = Readonly<Record<string | symbol, unknown>>;

/** Answers a field from its source. */
export function resolveField(source: unknown, args: unknown, view: View, info: GraphQLResolveInfo): unknown {
  const value = isSource(source) ? source[info.fieldName] : undefined;
  if (typeof value === "function") return value.call(source, args, view, info);
  if (value === undefined) {
    throw new Error(`the simulated GitHub does not know ${info.parentType.name}.${info.fieldName}`);
  }
  return value;
}

export function isSource(value: unknown): value is AnySource {
  return typeof value === "object" && value !== null;
}

/** A function that computes its value once, when first asked. */
export function once<T>(compute: () => T): () => T {
  let kept: { value: T } | null = null;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

/** What comes of a value that may have to be waited for; at once if it need not. */
export function after<T, U>(value: T | Promise<T>, then: (value: T) => U): U | Promise<Awaited<U>> {
  return value instanceof Promise ? (value.then(then) as Promise<Awaited<U>>) : then(value);
}
