import { styleText } from "node:util";
import { type Paint, UNPAINTED } from "../review/text/terminal.ts";

type Format = Parameters<typeof styleText>[0];

/** The colours, from the 16 that every terminal's theme sets, or none. */
export function paintFor(colour: boolean): Paint {
  if (!colour) return UNPAINTED;
  // Whether there are to be colours is decided by then: Node need not look at the stream once more.
  const style = (format: Format) => (text: string) =>
    text === "" ? "" : styleText(format, text, { validateStream: false });
  return {
    error: style(["bold", "red"]),
    warning: style(["bold", "yellow"]),
    advice: style(["bold", "magenta"]),
    strong: style("bold"),
    code: style("cyan"),
    frame: style("blue"),
    help: style(["bold", "cyan"]),
    good: style(["bold", "green"]),
    faint: style("dim"),
  };
}
