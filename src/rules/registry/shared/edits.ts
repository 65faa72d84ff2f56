import type { FixStep } from "../../../checker/finding.ts";
import { rangeOf, type SourceText, type Span } from "../../../nix/text.ts";
import type { TextEdit } from "../../../packages/registry/format.ts";
import type { JsonMember } from "../../../packages/registry/json.ts";
import { REGISTRY_FILE } from "../../../packages/registry/registry.ts";

/** Edits of the registry as steps of a fix. */
export function editSteps(source: SourceText, edits: readonly TextEdit[]): FixStep[] {
  return edits.map(({ span, text }) => ({
    kind: "edit",
    path: REGISTRY_FILE,
    range: rangeOf(source, span),
    text,
  }));
}

/** What has to go so that a member of an object goes, with the comma on one side of it. */
export function memberSpan(member: JsonMember, siblings: readonly JsonMember[]): Span {
  const at = siblings.indexOf(member);
  const before = siblings[at - 1];
  if (before !== undefined) return { start: before.end, end: member.end };
  return { start: member.start, end: siblings[at + 1]?.start ?? member.end };
}
