import { invalid, Refusal } from "./errors.ts";
import type { CheckRunInput } from "./inputs.ts";
import type { Annotation } from "./model.ts";

/**
 * GitHub's limits, in characters but for the first two. Of the text it says characters and counts bytes:
 * https://github.com/github/rest-api-description/issues/5399
 */
const maxAnnotations = 50;
const maxActions = 3;
const maxText = 65_535;
const maxMessageBytes = 64 * 1024;
const maxTitle = 255;
const maxLabel = 20;
const maxIdentifier = 20;
const maxActionDescription = 40;

/** Refuses a check run that is completed and does not say how. */
export function checkConclusion(input: CheckRunInput): void {
  if (input.status === "completed" && input.conclusion === undefined) {
    throw new Refusal(
      422,
      'Invalid request.\n\nMissing required parameter "conclusion" for status "completed".',
    );
  }
}

/** Refuses output, annotations and actions that are larger than GitHub takes. */
export function checkOutput({ output, actions }: CheckRunInput): void {
  for (const key of ["summary", "text"] as const) {
    const length = Buffer.byteLength(output?.[key] ?? "");
    if (length > maxText) {
      throw invalid(
        "CheckRun",
        key,
        "custom",
        `Only ${maxText} characters are allowed; ${length} were supplied.`,
      );
    }
  }
  const annotations = output?.annotations ?? [];
  atMost(annotations.length, maxAnnotations);
  for (const annotation of annotations) checkAnnotation(annotation);
  atMost(actions?.length ?? 0, maxActions);
  for (const action of actions ?? []) {
    noLonger(action.label, maxLabel);
    noLonger(action.identifier, maxIdentifier);
    noLonger(action.description, maxActionDescription);
  }
}

function checkAnnotation(annotation: Annotation): void {
  const { path, startLine, endLine, startColumn, endColumn, message, title, rawDetails } = annotation;
  const refuse = (field: string, why: string) => invalid("CheckAnnotation", field, "custom", why);
  if (path === "") throw refuse("path", "path can't be blank");
  if (message === "") throw refuse("message", "message can't be blank");
  if (startLine < 1 || endLine < startLine)
    throw refuse("end_line", "end_line must not be before start_line");
  if (startLine !== endLine && (startColumn !== null || endColumn !== null)) {
    throw refuse("start_column", "columns are only allowed if start_line and end_line are the same");
  }
  if (Buffer.byteLength(message) > maxMessageBytes) throw refuse("message", "message exceeds 64 KB");
  if (Buffer.byteLength(rawDetails ?? "") > maxMessageBytes) {
    throw refuse("raw_details", "raw_details exceeds 64 KB");
  }
  if (title !== null) noLonger(title, maxTitle);
}

function atMost(count: number, most: number): void {
  if (count <= most) return;
  throw new Refusal(
    422,
    `Invalid request.\n\nNo more than ${most} items are allowed; ${count} were supplied.`,
  );
}

function noLonger(text: string, most: number): void {
  const length = [...text].length;
  if (length <= most) return;
  throw new Refusal(422, `Invalid request.\n\nOnly ${most} characters are allowed; ${length} were supplied.`);
}
