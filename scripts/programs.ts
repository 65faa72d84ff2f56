import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The variable that names the folder with the bundled programs, for the processes that run tests. */
export const PROGRAMS_VARIABLE = "BY_NAME_TEST_PROGRAMS";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** In a bundled program, the others are bundled beside it. */
const IS_BUNDLED = import.meta.url.endsWith(".js");

/** The file to start for a program, by its path in this repository: its bundle where tests have made one. */
export function programAt(path: string): string {
  const folder = IS_BUNDLED ? ROOT : process.env[PROGRAMS_VARIABLE];
  return folder === undefined ? join(ROOT, path) : join(folder, path.replace(/\.ts$/, ".js"));
}
