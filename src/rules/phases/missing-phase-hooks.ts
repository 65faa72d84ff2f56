import { checkDerivations, type PackageText } from "../../checker/checks/calls.ts";
import type { Fix } from "../../checker/finding.ts";
import { editingFix, indentationAt, insertion, type TextEdit } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import type { StringLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { results } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { missingHooks, PHASES_WITH_HOOKS, type PhaseHooks } from "./shared/hooks.ts";

export const missingPhaseHooks: Rule = {
  name: "missing-phase-hooks",
  family: "phases",
  codes: [],
  summary: "a phase that is written out does not run its hooks",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      if (!runsPhases(derivation.path)) return [];
      return PHASES_WITH_HOOKS.flatMap((hooks) => {
        const found = attribute(derivation, hooks.phase);
        if (!found.known || found.value?.kind !== "value") return [];
        const [result] = results(found.value.value, found.value.scope, false);
        const phase = result === undefined ? null : unparenthesized(result.expression);
        if (phase?.kind !== "string") return [];
        const written = file.source.text.slice(phase.start, phase.end);
        const missing = missingHooks(phase, written, hooks);
        if (missing.length === 0) return [];
        const calls = missing.map((hook) => `\`runHook ${hook}\``).join(" and ");
        const name = found.value.binding;
        return [
          {
            at: name.kind === "binding" ? name.attrpath : name,
            message: `\`${hooks.phase}\` does not run ${calls}, so what setup hooks and overrides add there is skipped.`,
            help: helpFor(missing, hooks),
            about: `${hooks.phase} ${missing.join(" ")}`,
            fix: fixFor(phase, missing, hooks, file),
          },
        ];
      });
    }),
  },
};

function helpFor(missing: readonly string[], { pre, post }: PhaseHooks): string {
  const lines = [
    ...(missing.includes(pre) ? [`\`runHook ${pre}\` as its first line`] : []),
    ...(missing.includes(post) ? [`\`runHook ${post}\` as its last`] : []),
  ];
  return `Write ${lines.join(", and ")}.`;
}

function fixFor(
  phase: StringLiteral,
  missing: readonly string[],
  { pre, post, phase: name }: PhaseHooks,
  file: PackageText,
): Fix | null {
  const { text } = file.source;
  const inner = text.slice(phase.start + 1, phase.end - 1);
  const [before, after] = [missing.includes(pre), missing.includes(post)];
  const title = `Run the hooks of \`${name}\``;
  const edits =
    phase.style === "quoted"
      ? onLinesOfItsOwn(
          phase,
          inner,
          indentationAt(text, phase.start),
          before ? pre : null,
          after ? post : null,
        )
      : aroundLines(phase, text, before ? pre : null, after ? post : null);
  return edits === null ? null : editingFix(file, title, edits);
}

/** `"cmd"` becomes a string of several lines, where nothing in it would mean something else there. */
function onLinesOfItsOwn(
  phase: StringLiteral,
  inner: string,
  indentation: string,
  pre: string | null,
  post: string | null,
): TextEdit[] | null {
  if (/[\\\n]|''|\$\$/.test(inner)) return null;
  const lines = [
    ...(pre === null ? [] : [`runHook ${pre}`, ""]),
    inner,
    ...(post === null ? [] : ["", `runHook ${post}`]),
  ];
  const body = lines.map((line) => (line === "" ? "\n" : `${indentation}  ${line}\n`)).join("");
  return [{ span: phase, text: `''\n${body}${indentation}''` }];
}

/** Lines behind the first and before the last quotes, where these have their lines to themselves. */
function aroundLines(
  phase: StringLiteral,
  text: string,
  pre: string | null,
  post: string | null,
): TextEdit[] | null {
  const body = text.slice(phase.start + 2, phase.end - 2);
  const shape = /^[ \t]*\n(?:[ \t]*\n)*([ \t]*)\S[\s\S]*\n[ \t]*$/.exec(body);
  if (shape === null) return null;
  const [indentation = ""] = [shape[1]];
  const begin = phase.start + 2 + body.indexOf("\n") + 1;
  const end = phase.start + 2 + body.trimEnd().length;
  const newline = text.indexOf("\n", end) + 1;
  return [
    ...(pre === null ? [] : [insertion(begin, `${indentation}runHook ${pre}\n\n`)]),
    ...(post === null ? [] : [insertion(newline, `\n${indentation}runHook ${post}\n`)]),
  ];
}
