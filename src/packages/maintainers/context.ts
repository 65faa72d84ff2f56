import type { FunctionExpression } from "../../nix/ast.ts";
import { type Known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { positionAt, type SourceText, type Span } from "../../nix/text.ts";
import type { Maintainer } from "./maintainer.ts";

/** The file that is being read, and all that it may refer to. */
export type Context = {
  readonly path: string;
  readonly source: SourceText;
  /** The function that the file is: only its own formals are what the package set hands over. */
  readonly function: FunctionExpression;
  readonly people: People;
  readonly steps: Steps;
};

/** Whom the handles and teams of the repository's lists stand for. */
export type People = {
  maintainer(handle: string): Known<Maintainer>;
  members(team: string): Known<readonly Maintainer[]>;
};

/** How much work is left before an expression counts as too intricate: it may be written to explode. */
export type Steps = { left: number };

/** Takes a step; false once there are none left. */
export function takeStep(steps: Steps): boolean {
  steps.left -= 1;
  return steps.left >= 0;
}

/** How deep names and sets may refer to one another: far less than the stack takes. */
export const MAX_DEPTH = 64;

/** How much is shown of the beginning and of the end of a long expression. */
const SHOWN = { first: 50, last: 30 };

/** `` `f b` on line 12 of `pkgs/…/package.nix` ``: white space as one blank each, long ones cut in the middle. */
export function shownAt(context: Context, span: Span): string {
  const text = context.source.text.slice(span.start, span.end).replace(/\s+/g, " ");
  const long = text.length > SHOWN.first + SHOWN.last;
  const short = long ? `${text.slice(0, SHOWN.first)} … ${text.slice(-SHOWN.last)}` : text;
  return `${quoted(short)} on line ${positionAt(context.source, span.start).line} of ${quoted(context.path)}`;
}

export function notUnderstood(context: Context, span: Span): Known<never> {
  return unknown(`${shownAt(context, span)} was not understood`);
}
