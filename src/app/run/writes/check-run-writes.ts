import { createHash } from "node:crypto";
import { layoutsOf } from "../../../checker/layouts.ts";
import { CHECK_NAME } from "../../../config/own-check.ts";
import {
  checkRunStep,
  type DesiredCheckRun,
  finishedId,
  type PostedCheckRun,
} from "../../../github/check-runs.ts";
import type { RepositoryName } from "../../../github/objects.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { isUpdate, updateSummary } from "../../../packages/update/update.ts";
import {
  type CheckOutcome,
  type CheckRunInput,
  checkRunOutput,
} from "../../../review/conversation/check-run.ts";
import { ruleUrl } from "../../../review/text/home.ts";
import { layoutLine } from "../../../review/text/layout-words.ts";
import { remoteNotes } from "../../../review/text/remote-words.ts";
import { placeUrl } from "../places/place-url.ts";
import type { Verdict } from "../verdict.ts";
import type { Write } from "./write.ts";

/** A commit that wants a check run. */
export type CheckSubject = {
  readonly name: RepositoryName;
  readonly head: string;
  readonly posted: readonly PostedCheckRun[];
  /** Whether GitHub counts the bot's check suite on the commit as finished. */
  readonly finished: boolean;
  readonly website: string;
  /** Where the documentation is. */
  readonly docs: string;
  /** The pull request that it is for, where the check run is to say so. */
  readonly pull?: number;
};

/** What a check run says besides the verdict; `merging` as the input of `checkRunOutput`. */
export type Said = Pick<CheckRunInput, "notes" | "merging">;

/** The check run that a commit should have, as one write; none where it has it. */
export function checkRunWrites(subject: CheckSubject, verdict: Verdict, said: Said): Write<GitHubWrite>[] {
  const { head } = subject;
  const desired = desiredCheckRun(subject, verdict, said);
  const step = checkRunStep(desired, subject.posted, subject.finished);
  if (step.kind === "none") return [];
  return [
    {
      name: "check run",
      expected: { kind: "check-run", head, externalId: finishedId(desired) },
      what: { kind: "check-run", desired, step },
    },
  ];
}

/** What the check run says. */
export function desiredCheckRun(
  { name, head, website, docs, pull }: CheckSubject,
  verdict: Verdict,
  { notes, merging }: Said,
): DesiredCheckRun {
  const output = checkRunOutput({
    outcome: outcomeOf(verdict),
    ...changeOf(verdict),
    notes: [
      ...notes,
      ...layoutNotes(verdict),
      ...("checked" in verdict ? remoteNotes(verdict.checked.remotes) : []),
    ],
    merging,
    ruleUrl: (rule) => ruleUrl(rule, docs),
    placeUrl: (finding) => placeUrl(website, name, head, finding),
  });
  const digest = createHash("sha256").update(JSON.stringify(output)).digest("hex").slice(0, 32);
  return { name: CHECK_NAME, head, ...output, digest, ...(pull === undefined ? {} : { pull }) };
}

/** What is to be told of a verdict. */
export function outcomeOf(verdict: Verdict): CheckOutcome {
  switch (verdict.kind) {
    case "configuration-invalid": {
      const { path, problems } = verdict.configuration;
      return { kind: verdict.kind, path, problems };
    }
    case "too-large":
    case "not-reviewed":
      return verdict;
    case "not-by-name":
      return { kind: isUnrecognised(verdict) ? "no-packages" : "not-by-name" };
    case "checked":
      return { kind: "checked", report: verdict.checked.report };
  }
}

/** Whether there is nothing to tell packages by; then nothing was looked at. */
function isUnrecognised({ checked }: Extract<Verdict, { checked: unknown }>): boolean {
  return checked.configuration.layout === "nothing";
}

/** How packages are laid out, where it had to be recognised. */
function layoutNotes(verdict: Verdict): string[] {
  const line = "checked" in verdict ? layoutLine(layoutsOf(verdict.checked.configuration)) : null;
  return line === null ? [] : [line];
}

function changeOf(verdict: Verdict): Pick<CheckRunInput, "preview" | "updates" | "isFile"> {
  if (!("checked" in verdict)) return { preview: null, updates: [], isFile: () => false };
  const { configuration, proposed, proposedSizes, change, updates } = verdict.checked;
  return {
    updates: updates.filter(isUpdate).map(updateSummary),
    preview: proposed === null ? null : { current: configuration, proposed, sizes: proposedSizes },
    isFile(path) {
      const entry = change.head.entry(path);
      return typeof entry !== "string" && entry.kind === "file";
    },
  };
}
