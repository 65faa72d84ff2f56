import { quoted } from "../../nix/shown.ts";
import { SWEEP_KINDS, type Sweep, type SweepKind } from "../../packages/registry/sweep.ts";
import { markdownCode, markdownProse } from "./escape.ts";
import { counted } from "./words.ts";

const TITLES: Readonly<Record<SweepKind, string>> = {
  gone: "Gone",
  archived: "Archived",
  empty: "Empty",
  "never-locked": "Never locked",
  behind: "Lock far behind",
  duplicate: "Duplicates",
  "contact-gone": "Contact has no account",
};

/** The sweep as plain text: the findings by what they are about, and what was not looked at. */
export function sweepAsText(sweep: Sweep): string {
  const sections = byKind(sweep).map(
    ({ title, findings }) =>
      `${title} (${findings.length})\n${findings.map(({ entry, message }) => `  ${plain(entry)}: ${message.replaceAll("`", "")}`).join("\n")}`,
  );
  return `${[...sections, summary(sweep)].join("\n\n")}\n`;
}

/** The same as Markdown, with a list of tasks, for an issue. */
export function sweepAsMarkdown(sweep: Sweep): string {
  const sections = byKind(sweep).map(
    ({ title, findings }) =>
      `## ${title}\n\n${findings.map(({ entry, message }) => `- [ ] ${markdownCode(entry)}: ${markdownProse(message)}`).join("\n")}`,
  );
  return `${[...sections, summary(sweep)].join("\n\n")}\n`;
}

/** The same as JSON. */
export function sweepAsJson({ entries, findings, notLookedAt }: Sweep): string {
  return `${JSON.stringify({ version: 1, entries, findings, notLookedAt }, null, 2)}\n`;
}

function byKind({ findings }: Sweep) {
  return SWEEP_KINDS.flatMap((kind) => {
    const own = findings.filter((finding) => finding.kind === kind);
    return own.length === 0 ? [] : [{ title: TITLES[kind], findings: own }];
  });
}

function summary({ entries, findings, notLookedAt }: Sweep): string {
  const found = findings.length === 0 ? "nothing is wrong" : `${counted(findings.length, "finding")}`;
  const left =
    notLookedAt.length === 0
      ? ""
      : `; ${counted(notLookedAt.length, "repository", "repositories")} not looked at`;
  return `${counted(entries, "entry", "entries")}: ${found}${left}`;
}

function plain(name: string): string {
  return quoted(name).slice(1, -1);
}
