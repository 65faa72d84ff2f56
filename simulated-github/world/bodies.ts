import { Refusal } from "./errors.ts";

/** Of the bodies of comments and reviews, in characters. */
const maxBody = 65_536;

/** Refuses a body that is longer than GitHub keeps. */
export function checkBody(resource: string, body: string): void {
  if ([...body].length <= maxBody) return;
  throw new Refusal(422, "Validation Failed", [
    {
      resource,
      field: "data",
      code: "unprocessable",
      message: `Body is too long (maximum is ${maxBody} characters)`,
    },
  ]);
}
