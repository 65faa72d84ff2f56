import type { Maintainer, Maintainers } from "./maintainer.ts";

/** The answer that these people and teams maintain a package, each once. */
export function knownMaintainers(people: readonly Maintainer[], teams: readonly string[] = []): Maintainers {
  const once = new Map<string, Maintainer>();
  for (const person of people) {
    const key = person.id === null ? `name ${person.name}` : `id ${person.id}`;
    if (!once.has(key)) once.set(key, person);
  }
  return { kind: "known", people: [...once.values()], teams: [...new Set(teams)], collaborators: false };
}
