/** The colours of a terminal report, by what they stand for. */
export type Paint = {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  /** Names and pieces of Nix in a message. */
  readonly code: (text: string) => string;
  /** Line numbers and the bars beside a source. */
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
  readonly good: (text: string) => string;
  readonly faint: (text: string) => string;
};

/** ANSI colours (ECMA-48 SGR) from the 16 that every terminal's theme sets, or none. */
export function paintFor(colour: boolean): Paint {
  const sgr = (codes: string) => (text: string) =>
    colour && text !== "" ? `\u001b[${codes}m${text}\u001b[0m` : text;
  return {
    error: sgr("1;31"),
    warning: sgr("1;33"),
    strong: sgr("1"),
    code: sgr("36"),
    frame: sgr("34"),
    help: sgr("1;36"),
    good: sgr("1;32"),
    faint: sgr("2"),
  };
}
