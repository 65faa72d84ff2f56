import { changeLabels, labelChange } from "../../../github/labels.ts";
import { isUpdate } from "../../../packages/update/update.ts";
import { desiredLabels } from "../../../review/labels.ts";
import type { Merging } from "../merge/merging.ts";
import type { Judged } from "./review-writes.ts";
import type { Write } from "./write.ts";

/** The labels to add and take away, as one write; none where they are as they should be. */
export function labelWrites(
  { client, name, state, checked, byName, context }: Judged,
  merging: Merging,
): Write[] {
  const { wanted, managed } = desiredLabels(checked.configuration.labels, {
    blocked: byName ? checked.report.summary.blocking > 0 : null,
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
      perform: () => changeLabels(client, name, name.number, change, context.labels),
    },
  ];
}
