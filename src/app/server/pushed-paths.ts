import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { at, listAt } from "../../github/payload.ts";
import { ROOT_CANDIDATES } from "../../packages/recognition/by-name.ts";
import { isStorablePath } from "../jobs/jobs.ts";

/**
 * GitHub lists no more commits of a push, and no more files of a commit, than this.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
const LISTED_COMMITS = 2048;
const LISTED_FILES = 3000;

/** Of a push that touches more files than this it is not worth to list them. */
const KEPT_PATHS = 100;
const KEPT_CHARACTERS = 10_000;

/**
 * The paths of a push on which the review of pull requests into the branch depends: the configuration, who
 * maintains what, every file that could hold overrides or list packages, and what comes to or goes from where packages
 * are looked for. Null where the payload does not name all that the push touched.
 */
export function pushedPaths(payload: unknown): readonly string[] | null {
  // A force-push takes away commits that it does not list.
  if (at(payload, "forced") !== false) return null;
  const commits = listAt(payload, "commits");
  if (commits.length === 0 || commits.length >= LISTED_COMMITS) return null;
  const paths = new Set<string>();
  let characters = 0;
  for (const commit of commits) {
    const files = ["added", "modified", "removed"].flatMap((change) =>
      listAt(commit, change).map((file) => ({ file, isThere: change === "modified" })),
    );
    if (files.length >= LISTED_FILES) return null;
    for (const { file, isThere } of files) {
      if (typeof file !== "string" || paths.has(file)) continue;
      // What a root holds may tell how it is laid out.
      if (!matters(file) && (isThere || !isInCandidate(file))) continue;
      if (!isStorablePath(file)) return null;
      paths.add(file);
      characters += file.length;
      if (paths.size > KEPT_PATHS || characters > KEPT_CHARACTERS) return null;
    }
  }
  return [...paths];
}

/** Whether a path lies in a directory that may be a root of packages. */
function isInCandidate(path: string): boolean {
  return ROOT_CANDIDATES.some((root) => path.startsWith(`${root}/`));
}

/** Who maintains what, where it is no Nix file. */
const NAMES_PEOPLE = /^(?:maintainers\/[^/]+\.json|(?:\.github\/|docs\/)?CODEOWNERS)$/;

/**
 * Which file holds the overrides is for the configuration to say, which is not known here. It could be any
 * Nix file, but not the `package.nix` of a package, which is all that most pushes touch.
 */
function matters(path: string): boolean {
  if (path === CONFIGURATION_FILE || NAMES_PEOPLE.test(path)) return true;
  return path.endsWith(".nix") && path !== "package.nix" && !path.endsWith("/package.nix");
}
