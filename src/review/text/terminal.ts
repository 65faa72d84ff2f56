/** The colours of a terminal report, by what they stand for. */
export type Paint = {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly advice: (text: string) => string;
  readonly strong: (text: string) => string;
  /** Names and pieces of Nix in a message. */
  readonly code: (text: string) => string;
  /** Line numbers and the bars beside a source. */
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
  readonly good: (text: string) => string;
  readonly faint: (text: string) => string;
};

const same = (text: string) => text;

/** No colours. */
export const UNPAINTED: Paint = {
  error: same,
  warning: same,
  advice: same,
  strong: same,
  code: same,
  frame: same,
  help: same,
  good: same,
  faint: same,
};

/** A terminal to print on, as far as it is known. */
export type Terminal = {
  readonly paint: Paint;
  /** In columns; 100 where nobody knows. */
  readonly width?: number | undefined;
};

/** What is drawn on: a width that holds a word. */
export type Canvas = { readonly paint: Paint; readonly width: number };

export function canvasOf({ paint, width = 100 }: Terminal): Canvas {
  return { paint, width: Math.max(width, 40) };
}
