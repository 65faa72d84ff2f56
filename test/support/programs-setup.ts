import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAMS_VARIABLE } from "../../scripts/programs.ts";
import { bundlePrograms } from "../../scripts/test/bundle.ts";

/** Bundles once what tests start as processes, for all projects. Gives what takes it away again. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env[PROGRAMS_VARIABLE] !== undefined) return async () => {};
  const folder = await mkdtemp(join(tmpdir(), "by-name-programs-"));
  process.env[PROGRAMS_VARIABLE] = folder;
  // Some run as another user.
  await chmod(folder, 0o755);
  await bundlePrograms(folder);
  return () => rm(folder, { recursive: true, force: true });
}
