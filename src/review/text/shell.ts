import type { FixStep } from "../../checker/finding.ts";
import { parentPath } from "../../snapshot/snapshot.ts";
import { visible } from "./escape.ts";

type Command = Exclude<FixStep, { kind: "edit" }>;

/**
 * The moves and modes of a fix as lines for a POSIX shell at the root of the repository. Null where a path
 * has something hidden in it, which could not be copied from a page as it is.
 */
export function shellCommands(steps: readonly Command[]): string[] | null {
  const paths = steps.flatMap((step) => (step.kind === "move" ? [step.from, step.to] : [step.path]));
  if (!paths.every((path) => path !== "" && visible(path) === path)) return null;
  return steps.flatMap((step) => (step.kind === "move" ? moveLines(step) : modeLines(step)));
}

function moveLines({ from, to }: Extract<Command, { kind: "move" }>): string[] {
  const parent = parentPath(to);
  return [
    ...(parent === "" ? [] : [`mkdir -p ${argument(parent)}`]),
    `git mv ${argument(from)} ${argument(to)}`,
  ];
}

/** Git records the mode of what it has in its index; on a system without modes that is all there is to do. */
function modeLines({ path, executable }: Extract<Command, { kind: "mode" }>): string[] {
  const mode = executable ? "+x" : "-x";
  return [`chmod ${mode} ${argument(path)}`, `git update-index --chmod=${mode} ${argument(path)}`];
}

/** A path that no command takes for an option and no shell for anything but itself. */
function argument(path: string): string {
  const safe = path.startsWith("-") ? `./${path}` : path;
  return /^[\w./+,:@%=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
