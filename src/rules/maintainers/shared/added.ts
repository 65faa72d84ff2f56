import type { FileSubject, Problem, RuleContext } from "../../../checker/rule.ts";
import type { Span } from "../../../nix/text.ts";
import {
  MAINTAINER_LIST,
  type MaintainerEntry,
  maintainerEntries,
} from "../../../packages/maintainers/maintainer-list.ts";

/** Only nixpkgs has such a list. */
export const LIST_LEVEL = { nixpkgs: "error", nur: "off", flake: "off" } as const;

/** What a rule says of an entry. */
export type EntryProblem = Pick<Problem, "message" | "help"> & {
  readonly span: Span;
};

/** A check of each entry that a change adds to the list of maintainers; `at` is its place among all entries. */
export function checkAddedEntries(
  judge: (
    entry: MaintainerEntry,
    at: number,
    entries: readonly MaintainerEntry[],
    isAdded: (entry: MaintainerEntry) => boolean,
    file: FileSubject,
  ) => EntryProblem | null,
): (file: FileSubject, context: RuleContext) => void {
  return (file, context) => {
    if (file.path !== MAINTAINER_LIST || context.base === null || file.reading.kind !== "text") return;
    const { source } = file.reading;
    const before = context.base.files.readText(MAINTAINER_LIST);
    const former = before === null ? null : maintainerEntries(before);
    const entries = former === null ? null : maintainerEntries(source.text);
    if (former === null || entries === null) return;
    const known = new Set(former.map(({ handle }) => handle));
    const isAdded = ({ handle }: MaintainerEntry) => !known.has(handle);
    for (const [at, entry] of entries.entries()) {
      const problem = isAdded(entry) ? judge(entry, at, entries, isAdded, file) : null;
      if (problem === null) continue;
      const { span, ...rest } = problem;
      context.report({
        path: file.path,
        attribute: null,
        at: { source, span },
        about: entry.handle,
        ...rest,
      });
    }
  };
}
