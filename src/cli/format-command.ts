import { findFormatCommand, runFormatter } from "../app/run/formatter.ts";
import { FORMAT_RULE, type FormatLimits, type Formatter } from "../checker/formatting.ts";
import { isOnSomewhere } from "../checker/level.ts";
import type { Configuration } from "../config/configuration.ts";
import { findRule } from "../rules/naming.ts";
import { Failure } from "./failure.ts";
import type { Output } from "./output.ts";

/** What is run where nobody says what. */
const DEFAULT = "nixfmt";

/** Somebody waits for it, and may end it. */
export const FORMAT_LIMITS: FormatLimits = { files: 500, milliseconds: 120_000, now: Date.now };

/**
 * The formatter of what is checked in `directory`: the one that was named, or `nixfmt` where it is in PATH; null where
 * there is none, or its rule is off. A program in the directory is never run. Throws a Failure of a named one that
 * cannot be.
 */
export function formatterFor(
  configuration: Configuration,
  { formatCommand, quiet = false }: { readonly formatCommand?: string | undefined; readonly quiet?: boolean },
  directory: string,
  output: Output,
): Formatter | null {
  const rule = findRule(FORMAT_RULE);
  if (rule === null || !isOnSomewhere(rule, configuration)) return null;
  const command = formatCommand ?? DEFAULT;
  const found = findFormatCommand(command, process.env.PATH ?? "", directory);
  if ("problem" in found) {
    if (formatCommand === undefined) return null;
    throw new Failure(`--format-command ${command}: ${found.problem}`);
  }
  return {
    command,
    format: (text) => runFormatter(found, text),
    failed: (message) => (quiet ? undefined : output.err(`by-name-bot: ${message}\n`)),
  };
}
