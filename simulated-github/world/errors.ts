/** One entry of `errors` in GitHub's answer to a request that it refuses. */
export type Complaint =
  | string
  | {
      readonly resource: string;
      readonly field: string;
      readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "custom" | "unprocessable";
      readonly message?: string;
      readonly value?: unknown;
    };

/** What GitHub refuses, with the status, message and errors of REST's answer. */
export class Refusal extends Error {
  readonly status: 403 | 404 | 405 | 409 | 422;
  readonly errors: readonly Complaint[];

  constructor(status: 403 | 404 | 405 | 409 | 422, message: string, errors: readonly Complaint[] = []) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.errors = errors;
  }
}

/** `404 Not Found`. */
export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** A 422 with errors that are sentences, as the pull request endpoints answer. */
export function unprocessable(...errors: string[]): Refusal {
  return new Refusal(422, "Unprocessable Entity", errors);
}

/** A 422 about one field of what was sent. */
export function invalid(
  resource: string,
  field: string,
  code: "missing" | "missing_field" | "invalid" | "already_exists" | "custom" = "invalid",
  message?: string,
): Refusal {
  const complaint = message === undefined ? { resource, field, code } : { resource, field, code, message };
  return new Refusal(422, "Validation Failed", [complaint]);
}
