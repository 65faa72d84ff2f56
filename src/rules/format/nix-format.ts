import { differingStretches } from "../../change/line-diff.ts";
import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Fix } from "../../checker/finding.ts";
import type { FileSubject, Rule, RuleContext } from "../../checker/rule.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { positionAt, rangeOf, type Span } from "../../nix/text.ts";
import { readsTheSame } from "./shared/same-code.ts";

export const nixFormat: Rule = {
  name: "nix-format",
  family: "format",
  codes: [],
  summary: "a file is not as the formatter has it, and is new or was so before",
  level: { nixpkgs: "error", nur: "off", flake: "off" },
  comparesOnly: true,
  checks: {
    file(file, context) {
      const text = context.formatted?.files.get(file.path);
      const syntax = text === undefined ? null : soundSyntaxOf(file);
      if (text === undefined || syntax === null || !readsTheSame(syntax.source.text, text)) return;
      const stretches = differingStretches(syntax.source.text, text);
      const command = quoted(context.formatted?.command ?? "");
      if (stretches.length > MOST) {
        const [first] = stretches;
        if (first === undefined) return;
        const help = `Run ${quoted(`${context.formatted?.command} ${file.path}`)}.`;
        const what = `The file is not as ${command} formats it, in ${stretches.length} places.`;
        report(file, syntax, first.before, { message: what, help, fix: null, about: "" }, context);
        return;
      }
      for (const { before, after } of stretches) {
        const lines = linesOf(syntax, before);
        report(
          file,
          syntax,
          before,
          {
            message: `${lines} not as ${command} formats ${lines.startsWith("Lines") ? "them" : "it"}.`,
            help: `Run ${quoted(`${context.formatted?.command} ${file.path}`)}, or take over what it makes of this.`,
            fix: {
              title: `Format ${lines.toLowerCase().replace(/ (?:is|are)$/, "")}`,
              steps: [
                {
                  kind: "edit",
                  path: file.path,
                  range: rangeOf(syntax.source, before),
                  text: text.slice(after.start, after.end),
                },
              ],
            },
            about: syntax.source.text.slice(before.start, before.end),
          },
          context,
        );
      }
    },
  },
};

/** More places than this in a file are told in one sentence. */
const MOST = 10;

type What = {
  readonly message: string;
  readonly help: string;
  readonly fix: Fix | null;
  readonly about: string;
};

function report(file: FileSubject, { source }: NixFile, span: Span, what: What, context: RuleContext): void {
  context.report({ path: file.path, attribute: file.package?.name ?? null, at: { source, span }, ...what });
}

/** `Line 3 is`, `Lines 3 to 5 are`. */
function linesOf({ source }: NixFile, { start, end }: Span): string {
  const [first, last] = [positionAt(source, start).line, positionAt(source, Math.max(start, end - 1)).line];
  return first === last ? `Line ${first} is` : `Lines ${first} to ${last} are`;
}
