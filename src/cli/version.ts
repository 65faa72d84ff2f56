import { readFileSync } from "node:fs";

/** The root of the package: two levels above this file, both in `src` and in `dist`. */
export const PACKAGE_ROOT = new URL("../../", import.meta.url);

/** The version of the package, as `package.json` has it. */
export function packageVersion(): string {
  const text = readFileSync(new URL("package.json", PACKAGE_ROOT), "utf8");
  const match = /"version": ?"([^"]+)"/.exec(text);
  if (match?.[1] === undefined) throw new Error("package.json has no version");
  return match[1];
}
