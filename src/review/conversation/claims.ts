import { ancestors } from "../../snapshot/snapshot.ts";

/** Paths that moves have taken, from and to, of which none lies within another. */
export type Claims = {
  /** Takes a path, unless it or a path within it or around it is taken. Says whether it did. */
  readonly take: (path: string) => boolean;
  /** Gives back what `take` took. */
  readonly release: (path: string) => void;
};

export function createClaims(): Claims {
  const taken = new Set<string>();
  /** How many taken paths lie within each path. */
  const within = new Map<string, number>();
  const covers = (path: string) => taken.has(path) || ancestors(path).some((ancestor) => taken.has(ancestor));
  const count = (path: string, by: 1 | -1) => {
    for (const ancestor of ancestors(path)) within.set(ancestor, (within.get(ancestor) ?? 0) + by);
  };
  return {
    take(path) {
      if (covers(path) || (within.get(path) ?? 0) > 0) return false;
      taken.add(path);
      count(path, 1);
      return true;
    },
    release(path) {
      if (taken.delete(path)) count(path, -1);
    },
  };
}
