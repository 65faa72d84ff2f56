import { type PackageUpdate, updateSummary } from "../../packages/update/update.ts";
import type { Condition } from "../../policy/checklist.ts";
import type { Decision } from "../../policy/decision.ts";
import { fullLogin } from "../../policy/person.ts";
import { checklistAsText } from "../../review/formats/checklist-text.ts";
import { paintFor } from "../paint.ts";
import { packageVersion } from "../version.ts";
import type { ExplainMergeOptions } from "./options.ts";

export type Explained = {
  readonly decision: Decision;
  readonly updates: readonly PackageUpdate[];
  readonly notes: readonly string[];
};

/** The checklist in the format asked for. */
export function formatChecklist(
  explained: Explained,
  { format, colour, width }: Pick<ExplainMergeOptions, "format" | "colour" | "width">,
): string {
  if (format === "json") return `${JSON.stringify(checklistDocument(explained), null, 2)}\n`;
  const { decision, updates, notes } = explained;
  return checklistAsText(
    decision,
    { updates: updates.map(updateSummary), notes },
    { paint: paintFor(colour), width },
  );
}

/** Version 1 of the checklist that programs read: each field by name, so that nothing else slips in. */
function checklistDocument({ decision, updates, notes }: Explained) {
  const { verdict, grounds, lines } = decision;
  return {
    version: 1,
    tool: { name: "by-name-bot", version: packageVersion() },
    verdict,
    grounds:
      grounds === null
        ? null
        : {
            strategy: grounds.strategy,
            command: grounds.command === null ? null : { by: fullLogin(grounds.command.by) },
          },
    updates: updates.map((update) => ({
      name: update.name,
      directory: update.directory,
      summary: updateSummary(update),
      version: update.version,
      pure: update.impurities.length === 0,
      impurities: update.impurities.map(({ path, binding, why }) => ({ path, binding, why })),
    })),
    lines: lines.map((line) => ({
      id: line.id,
      ...conditionOf(line),
      parts: line.parts.map((part) => ({
        strategy: part.strategy,
        ...conditionOf(part),
        conditions: part.conditions.map(conditionOf),
      })),
    })),
    notes,
  };
}

function conditionOf({ state, text }: Condition): Condition {
  return { state, text };
}
