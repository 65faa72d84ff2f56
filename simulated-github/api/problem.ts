/** An answer that refuses, as REST gives it: thrown by what handles a request. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** 403: the permission that this needs was not given, or the repository is not among the installation's. */
export const inaccessible = "Resource not accessible by integration";

/** 422 about the form of a request, in the words of GitHub's validation against its published schema. */
export function malformed(complaint: string): Problem {
  return new Problem(422, `Invalid request.\n\n${complaint}`);
}

/** A body of an error as GitHub writes it. */
export function problemBody(problem: Problem, documentationUrl: string): Record<string, unknown> {
  return {
    message: problem.message,
    ...(problem.errors === undefined || problem.errors.length === 0 ? {} : { errors: problem.errors }),
    documentation_url: documentationUrl,
    status: String(problem.status),
  };
}
