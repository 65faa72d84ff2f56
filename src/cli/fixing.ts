import type { Finding } from "../checker/finding.ts";
import { displayName } from "../nix/shown.ts";
import { decodeText, type SourceText } from "../nix/text.ts";
import { filesOf, parseCache, walk } from "../packages/files.ts";
import { type FixOutcome, type FixPlan, planFixes } from "../review/fixes/fix-plan.ts";
import { visible } from "../review/text/escape.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import { writeFixes } from "./disk-fixes.ts";
import type { Output } from "./output.ts";

/** What `--fix` did in the rounds so far: a fix may make room for another, but none is made twice. */
export type FixesMade = Set<string>;

/** Where fixes are written to. */
export type FixedDirectory = { readonly directory: string; readonly inRepository: boolean };

/**
 * Makes the fixes that go together, and says so. Returns whether it did anything; where not, it says what
 * stands in the way of each fix that is left.
 */
export async function makeFixes(
  findings: readonly Finding[],
  snapshot: LoadedSnapshot,
  { directory, inRepository }: FixedDirectory,
  made: FixesMade,
  output: Output,
): Promise<boolean> {
  const plan = await planFor(
    findings.filter((finding) => isWritable(finding) && !deletesWhatWasMade(finding, made)),
    snapshot,
  );
  const applied = plan.outcomes.filter((outcome) => outcome.applied);
  const helps = applied.some(({ finding }) => !made.has(fixKey(finding)));
  if (helps) await writeFixes(plan, directory, inRepository);
  for (const outcome of plan.outcomes) {
    if (helps && outcome.applied) output.err(outcomeLine(outcome, "fixed"));
    if (!helps) output.err(outcomeLine(withoutEffect(outcome), "fixed"));
  }
  for (const finding of helps ? [] : findings) {
    const why = !isWritable(finding) ? NOT_UTF8 : deletesWhatWasMade(finding, made) ? JUST_MADE : null;
    if (why !== null) output.err(outcomeLine({ finding, applied: false, why }, "fixed"));
  }
  for (const { finding } of applied) {
    made.add(fixKey(finding));
    for (const key of definitionKeys(finding)) made.add(key);
  }
  return helps;
}

const JUST_MADE =
  "a fix has just made this definition what it is; look at it, and run `by-name-bot check --fix` again to delete it";

/** Whether all that a fix does is to delete a definition that a fix of before has put right. */
function deletesWhatWasMade({ attribute, fix }: Finding, made: FixesMade): boolean {
  const steps = fix?.steps ?? [];
  return (
    steps.length > 0 &&
    steps.every(
      (step) => step.kind === "edit" && step.text === "" && made.has(definitionKey(attribute, step.path)),
    )
  );
}

/** The definitions that a fix changes along with a move of what they call. */
function definitionKeys({ attribute, fix }: Finding): string[] {
  const steps = fix?.steps ?? [];
  if (!steps.some(({ kind }) => kind === "move")) return [];
  return steps.flatMap((step) => (step.kind === "edit" ? [definitionKey(attribute, step.path)] : []));
}

function definitionKey(attribute: string | null, path: string): string {
  return JSON.stringify(["definition", attribute, path]);
}

const NOT_UTF8 = "a name on the way is not UTF-8";

/** Whether Node can spell all that a fix touches; a patch can, whatever the names are. */
function isWritable({ fix }: Finding): boolean {
  return (fix?.steps ?? []).every((step) =>
    step.kind === "move" ? step.from.isWellFormed() && step.to.isWellFormed() : step.path.isWellFormed(),
  );
}

/** Prints the fixes as a patch, and on standard error what it would fix. Paths of the patch begin with `prefix`. */
export async function printFixes(
  findings: readonly Finding[],
  snapshot: LoadedSnapshot,
  prefix: string,
  output: Output,
): Promise<void> {
  const plan = await planFor(findings, snapshot);
  // The library behind it is not needed by anybody else.
  const { planAsPatch } = await import("../review/fixes/patch.ts");
  const cache = parseCache();
  const patch = await computeLoading([snapshot], () => {
    const files = filesOf(snapshot, cache);
    const under = (path: string): string[] =>
      files.entry(path)?.kind === "directory" ? [...walk(files, path)].map((file) => file.path) : [path];
    return planAsPatch(below(plan, prefix), (path) =>
      under(prefix === "" ? path : path.slice(prefix.length + 1)).map((one) => joinPath(prefix, one)),
    );
  });
  output.out(patch);
  for (const outcome of plan.outcomes) output.err(outcomeLine(outcome, "would fix"));
}

async function planFor(findings: readonly Finding[], snapshot: LoadedSnapshot): Promise<FixPlan> {
  const cache = parseCache();
  return computeLoading([snapshot], () => {
    const files = filesOf(snapshot, cache);
    return planFixes(findings, {
      kind: (path) => files.entry(path)?.kind ?? "absent",
      text: (path) => textAt(snapshot, path),
    });
  });
}

/** The text of a file, or target of a link; null where there is none to read. */
export function textAt(snapshot: LoadedSnapshot, path: string): SourceText | null {
  const content = snapshot.read(path);
  return content === "not-loaded" || content.kind !== "bytes" ? null : decodeText(content.bytes);
}

/** The plan as it is for the directory around its own, in which that is called `prefix`. */
function below(plan: FixPlan, prefix: string): FixPlan {
  const at = (path: string) => joinPath(prefix, path);
  return {
    files: plan.files.map((file) => ({ ...file, path: at(file.path) })),
    modes: plan.modes.map((mode) => ({ ...mode, path: at(mode.path) })),
    moves: plan.moves.map(({ from, to }) => ({ from: at(from), to: at(to) })),
    outcomes: plan.outcomes,
  };
}

/** Equal for two fixes that do the same for the same reason. */
function fixKey({ rule, path, fix }: Finding): string {
  return JSON.stringify([rule, path, fix?.steps]);
}

function withoutEffect(outcome: FixOutcome): FixOutcome {
  return outcome.applied ? { ...outcome, applied: false, why: "it was made, and changed nothing" } : outcome;
}

function outcomeLine(outcome: FixOutcome, done: string): string {
  const { path, range, rule, fix } = outcome.finding;
  const place =
    range === null ? displayName(path) : `${displayName(path)}:${range.start.line}:${range.start.column}`;
  const what = `${place}: ${visible(fix?.title ?? "")} (${rule})`;
  return outcome.applied ? `${done} ${what}\n` : `not fixed ${what}: ${visible(outcome.why)}\n`;
}
