/**
 * An answer that may not be had: syntax alone often cannot tell. `why` is a phrase in lower case that
 * ends a sentence such as "could not be decided: the builder is not known".
 */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why };
}
