import type { Finding, FixStep } from "../../checker/finding.ts";
import { sentence } from "../../checker/sentence.ts";
import type { SourceText } from "../../nix/text.ts";
import { markdownCodeBlock, markdownProse, shorten, visible } from "../text/escape.ts";
import { fenced } from "../text/fence.ts";
import { LONGEST_MESSAGE } from "../text/limits.ts";
import { shellCommands } from "../text/shell.ts";
import { planFixes } from "./fix-plan.ts";
import { planAsPatch } from "./patch.ts";

/** A fix is read, not scrolled through. */
const longestBlocks = 20_000;
const mostLinesOpen = 12;
/** In characters: a patch of a longer text takes seconds to find, and all lines of it twice in memory. */
const longestPatched = 1_000_000;

/**
 * A fix as Markdown, for where there is no button for it: the patch and the commands to copy, folded if they
 * are long, or else what it does in words. Empty where there is no fix.
 *
 * @param text the text of a file; null where it is not at hand, and its edits cannot be shown
 */
export function fixHelp(finding: Finding, text: (path: string) => SourceText | null): string {
  const { fix } = finding;
  if (fix === null) return "";
  const title = `Fix: ${markdownProse(shorten(sentence(fix.title), LONGEST_MESSAGE))}`;
  const edits = fix.steps.filter((step) => step.kind === "edit");
  const others = fix.steps.filter((step) => step.kind !== "edit");
  const patch = edits.length === 0 ? [] : patchLines(finding, edits, text);
  const commands = others.length === 0 ? [] : shellCommands(others);
  // Half a fix is none.
  if (patch === null || commands === null) return title;
  const blocks = [
    ...(patch.length === 0 ? [] : [patchBlock(patch)]),
    ...(commands.length === 0 ? [] : [fenced(commands, "sh")]),
  ];
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  if (length > longestBlocks) return title;
  if (patch.length + commands.length <= mostLinesOpen) return blocks.join("\n\n");
  return ["<details><summary>How to do it</summary>", title, ...blocks, "</details>"].join("\n\n");
}

/** The lines of a patch; null where a file is not at hand. */
function patchLines(
  finding: Finding,
  steps: readonly FixStep[],
  text: (path: string) => SourceText | null,
): string[] | null {
  const isLong = (path: string) => (text(path)?.text.length ?? 0) > longestPatched;
  if (steps.some((step) => step.kind === "edit" && isLong(step.path))) return null;
  const plan = planFixes([{ ...finding, fix: { title: "", steps } }], {
    kind: (path) => (text(path) === null ? "absent" : "file"),
    text,
  });
  const patch = planAsPatch(plan, () => []);
  return patch === "" ? null : patch.split("\n").slice(0, -1);
}

function patchBlock(lines: readonly string[]): string {
  const isPlain = lines.every((line) => {
    const untabbed = line.replaceAll("\t", " ");
    return visible(untabbed) === untabbed;
  });
  return isPlain ? fenced(lines, "diff") : markdownCodeBlock(lines, "diff");
}
