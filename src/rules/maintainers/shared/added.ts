import type { FileSubject, Problem, RuleContext } from "../../../checker/rule.ts";
import type { SourceText, Span } from "../../../nix/text.ts";
import {
  MAINTAINER_LIST,
  type MaintainerEntry,
  maintainerEntries,
} from "../../../packages/maintainers/maintainer-list.ts";

/** Only nixpkgs has such a list. */
export const LIST_LEVEL = { nixpkgs: "error", nur: "off", flake: "off" } as const;

/** What a rule says of an entry. */
export type EntryProblem = Pick<Problem, "message" | "help" | "fix"> & {
  readonly span: Span;
};

/** The list of maintainers as a change leaves it. */
export type ChangedList = {
  readonly source: SourceText;
  readonly entries: readonly MaintainerEntry[];
  readonly isAdded: (entry: MaintainerEntry) => boolean;
};

/**
 * A check of the entries that a change adds to the list of maintainers. `judged` gives those that something is wrong
 * with, each with what makes the problem, which is called where it is kept.
 */
export function checkAddedEntries(
  judged: (list: ChangedList) => Iterable<readonly [MaintainerEntry, () => EntryProblem]>,
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
    for (const [entry, problem] of judged({ source, entries, isAdded })) {
      context.reportOf(file.path, () => {
        const { span, ...rest } = problem();
        return { path: file.path, attribute: null, at: { source, span }, about: entry.handle, ...rest };
      });
    }
  };
}

/** The same, entry by entry. */
export function checkEachAdded(
  judge: (entry: MaintainerEntry) => EntryProblem | null,
): (file: FileSubject, context: RuleContext) => void {
  return checkAddedEntries(({ entries, isAdded }) =>
    entries.filter(isAdded).flatMap((entry) => {
      const problem = judge(entry);
      return problem === null ? [] : [[entry, () => problem] as const];
    }),
  );
}
