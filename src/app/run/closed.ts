import { loadConfiguration } from "../../config/load.ts";
import { labelChange } from "../../github/labels.ts";
import { performWrite } from "../../github/writes.ts";
import { RULE_NAMING } from "../../rules/naming.ts";
import { memorySnapshot } from "../../snapshot/memory.ts";
import { askedComments, asksFor, reactionWrite } from "./commands/asked.ts";
import { hasReaction } from "./commands/said.ts";
import type { PullMemory } from "./memory/pull-memory.ts";
import type { Reading } from "./reading.ts";
import { configurationFile } from "./verdict.ts";
import { placeOf } from "./writes/run-writes.ts";

/** Writes what is left to write on a pull request that is merged or closed. Throws a GitHubFailure. */
export async function endClosed(reading: Reading, memory: PullMemory): Promise<void> {
  await afterMerge(reading, memory);
  await takeLabelOff(reading);
}

/** What is merged or closed may not merge itself any more, so its label says so no more. */
async function takeLabelOff(reading: Reading): Promise<void> {
  const { state } = reading;
  const file = configurationFile(state);
  if (state.labels.length === 0 || "kind" in file) return;
  const loaded = loadConfiguration(memorySnapshot({}), RULE_NAMING, file);
  const label = loaded.kind === "valid" ? loaded.configuration.labels.mergeable : null;
  if (label === null) return;
  const change = labelChange(state.labels, [], [label]);
  const { number } = state;
  if (change.remove.length > 0) await performWrite(placeOf(reading), { kind: "labels", number, change });
}

/** A merge whose end a run did not live to see: whoever asked for it is shown that it is done. */
async function afterMerge(reading: Reading, memory: PullMemory): Promise<void> {
  const { state } = reading;
  const ours = memory.expected.some(({ kind }) => kind === "merge");
  if (!state.merged || !ours) return;
  for (const { comment } of askedComments(state, null, () => false).filter((each) =>
    asksFor(each, "merge"),
  )) {
    if (!hasReaction(comment, "eyes")) continue;
    await performWrite(placeOf(reading), reactionWrite(comment, "rocket"));
  }
}
