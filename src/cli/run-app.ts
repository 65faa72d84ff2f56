import { createWork } from "../app/work.ts";
import { loadNixParser } from "../grammar/load.ts";
import { rulePage } from "./explain.ts";
import { serveApp } from "./serve.ts";

/** Runs the GitHub App until a signal ends it. Returns the exit status. */
export async function runApp(): Promise<number> {
  const parser = await loadNixParser();
  return serveApp(createWork({ parser, rulePage }));
}
