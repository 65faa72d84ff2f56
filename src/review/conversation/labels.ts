import type { LabelNames } from "../../config/configuration.ts";

/** A label as it is made where the repository has none of that name. */
export type Label = { readonly name: string; readonly color: string; readonly description: string };

/** What the labels of a pull request follow from. */
export type LabelFacts = {
  /** Whether something blocks; null where the change was not reviewed. */
  readonly blocked: boolean | null;
  /** Whether it may merge itself. */
  readonly mergeable: boolean;
  /** Whether it adds packages, and whether it updates some that were there. */
  readonly adds: boolean;
  readonly updates: boolean;
};

/** The labels that should be there, and all those that are the bot's to set and take away. */
export type DesiredLabels = { readonly wanted: readonly Label[]; readonly managed: readonly string[] };

/** A name as GitHub tells labels apart: without regard to case. */
export function folded(name: string): string {
  return name.toLowerCase();
}

type Kind = keyof LabelNames;

const designs: Readonly<Record<Kind, Omit<Label, "name">>> = {
  clean: { color: "0e8a16", description: "by-name-bot found nothing that blocks this change" },
  blocked: { color: "d93f0b", description: "by-name-bot found something to fix in this change" },
  mergeable: { color: "1d76db", description: "This change may merge itself" },
  new: { color: "a2eeef", description: "This change adds a package" },
  update: { color: "c5def5", description: "This change updates packages" },
};

/** The labels of a pull request, of those that the configuration names. */
export function desiredLabels(names: LabelNames, facts: LabelFacts): DesiredLabels {
  const isWanted: Readonly<Record<Kind, boolean>> = {
    clean: facts.blocked === false,
    blocked: facts.blocked === true,
    mergeable: facts.mergeable,
    new: facts.adds,
    update: facts.updates,
  };
  // One name may stand for several.
  const wanted = new Map<string, Label>();
  const managed = new Map<string, string>();
  for (const kind of ["clean", "blocked", "mergeable", "new", "update"] as const) {
    const name = names[kind];
    if (name === null) continue;
    const key = folded(name);
    if (!managed.has(key)) managed.set(key, name);
    if (isWanted[kind] && !wanted.has(key)) wanted.set(key, { name, ...designs[kind] });
  }
  return { wanted: [...wanted.values()], managed: [...managed.values()] };
}
