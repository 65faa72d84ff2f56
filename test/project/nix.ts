import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root of the project, without a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Whether a program starts on this machine. */
export function isHere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** Why tests that evaluate Nix are skipped; null where they are not. */
export const noNix: string | null = isHere("nix-instantiate") ? null : "Nix is not on this machine";

/** What an expression means, in which `root` is the project and `stub` stands for nixpkgs. Throws Nix's own words. */
export function evaluate(expression: string): unknown {
  const text = `let root = ${ROOT}; stub = import ${ROOT}/test/project/stub.nix; in ${expression}`;
  const { status, stdout, stderr } = spawnSync(
    "nix-instantiate",
    ["--eval", "--strict", "--json", "--expr", text],
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
