import type { Repository } from "../../../world/model.ts";
import { node } from "../node.ts";
import { noNode } from "../problem.ts";
import { payload, type Resolvers, target } from "./target.ts";

export const labelMutations: Resolvers<"addLabelsToLabelable" | "removeLabelsFromLabelable"> = {
  addLabelsToLabelable: ({ input }, view) => {
    const { record, of } = target(view, input.labelableId, "addLabelsToLabelable", "PullRequest");
    view.world.addLabels(record.id, of.number, view.viewer.id, labelNames(record, input.labelIds));
    return payload(input, { labelable: () => node(view, input.labelableId) });
  },
  removeLabelsFromLabelable: ({ input }, view) => {
    const { record, of } = target(view, input.labelableId, "removeLabelsFromLabelable", "PullRequest");
    const has = new Set(view.world.labelsOf(of).map(({ name }) => name));
    for (const name of labelNames(record, input.labelIds)) {
      if (has.has(name)) view.world.removeLabel(record.id, of.number, view.viewer.id, name);
    }
    return payload(input, { labelable: () => node(view, input.labelableId) });
  },
};

function labelNames(record: Repository, ids: readonly string[]): string[] {
  return ids.map((id) => {
    const found = record.labels.find(({ nodeId }) => nodeId === id);
    if (found === undefined) throw noNode(id);
    return found.name;
  });
}
