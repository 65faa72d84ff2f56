import { labelChange } from "../../../github/labels.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { isUpdate } from "../../../packages/update/update.ts";
import { desiredLabels } from "../../../review/conversation/labels.ts";
import type { Run } from "../run.ts";
import type { Checked } from "../verdict.ts";
import type { Write } from "./write.ts";

/** The labels to add and take away, as one write; none where they are as they should be. */
export function labelWrites({ state, verdict, merging }: Run, checked: Checked): Write<GitHubWrite>[] {
  const { wanted, managed } = desiredLabels(checked.configuration.labels, {
    blocked: verdict.kind === "checked" ? checked.report.summary.blocking > 0 : null,
    mergeable: merging.kind === "decided" && merging.decision.eligible,
    adds: checked.touched.some(({ before, after }) => after && !before),
    updates: checked.updates.some(isUpdate),
  });
  const change = labelChange(state.labels, wanted, managed);
  if (change.add.length === 0 && change.remove.length === 0) return [];
  return [
    {
      name: "labels",
      expected: { kind: "labels", present: change.add.map(({ name }) => name), absent: [...change.remove] },
      what: { kind: "labels", number: state.number, change },
    },
  ];
}
