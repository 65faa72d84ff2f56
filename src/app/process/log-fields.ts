import { isRecord, textAt } from "../../github/payload.ts";

/** What may be written to the log of what it is given. */
export type LogFields = {
  /** The arguments of a call: a bare error becomes the field `err`; only plain values go into a text. */
  arguments(given: readonly unknown[]): [unknown, ...string[]];
  /** Of fields, those that are plain values, lists of texts, or errors. */
  plain(fields: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Of an error: name, message, stack, status, code and GitHub's id of the request. */
  error(error: unknown): Record<string, unknown>;
};

/** Longer texts are cut. */
const TEXT = 1000;
const STACK = 4000;
/** What lies behind this is not looked at: it would be cut in any case. */
const LOOKED_AT = 100_000;
/** Errors have causes, and those again. */
const DEPTH = 3;
const ERRORS = 5;

/** What may be written, where `mask` hides what is secret in a text. */
export function logFields(mask: (text: string) => string): LogFields {
  /** Masked first: what a secret is cannot be seen of its half. */
  function cut(text: string, length = TEXT): string {
    if (text.length <= length) return text;
    const masked = mask(text.slice(0, LOOKED_AT));
    return masked.length <= length ? masked : `${masked.slice(0, length)}…`;
  }

  function ofError(error: unknown, depth: number): Record<string, unknown> {
    if (!(error instanceof Error)) return { message: typeof error === "string" ? cut(error) : typeof error };
    const fields: Record<string, unknown> = {
      name: cut(error.name),
      message: cut(error.message),
      stack: cut(error.stack ?? "", STACK),
    };
    if ("status" in error && typeof error.status === "number") fields.status = error.status;
    if ("code" in error && typeof error.code === "string") fields.code = cut(error.code);
    const response = "response" in error ? error.response : undefined;
    const request = isRecord(response) ? textAt(response, "headers", "x-github-request-id") : "";
    if (request !== "") fields.request = cut(request);
    if (depth === DEPTH) return fields;
    if (error instanceof AggregateError)
      fields.errors = error.errors.slice(0, ERRORS).map((inner) => ofError(inner, depth + 1));
    if (error.cause !== undefined) fields.cause = ofError(error.cause, depth + 1);
    return fields;
  }

  return {
    arguments([first, ...rest]) {
      const values = rest.map((value) => (typeof value === "object" ? "…" : cut(String(value))));
      if (!(first instanceof Error)) return [typeof first === "string" ? cut(first) : first, ...values];
      return [{ err: first }, ...(values.length > 0 ? values : [cut(first.message)])];
    },
    plain(fields) {
      const plain: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(fields)) {
        if (typeof value === "string") plain[key] = cut(value);
        else if (typeof value === "number" || typeof value === "boolean" || value === null)
          plain[key] = value;
        else if (Array.isArray(value)) plain[key] = cut(value.filter(isText).join(" "));
        // pino has `error` write it.
        else if (value instanceof Error) plain[key] = key === "err" ? value : ofError(value, 0);
      }
      return plain;
    },
    error: (error) => ofError(error, 0),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
