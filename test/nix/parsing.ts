import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { type NixFeature, type NixFile, parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";

export const second = await loadSecondReader();

/** The file that a text is. */
export function parsed(text: string, features: readonly NixFeature[] = []): NixFile {
  return parseNix(sourceText(text), features);
}

/** The file that a well-formed text is. Throws where it is not well-formed. */
export function wellFormed(text: string, features: readonly NixFeature[] = []): NixFile {
  const file = parsed(text, features);
  const [problem] = file.problems;
  if (problem !== undefined) throw new Error(`${problem.message} at ${problem.start}`);
  return file;
}

/** What the parser makes of a text. */
export function verdictOf(text: string, features: readonly NixFeature[] = []): "accepted" | "refused" {
  return parsed(text, features).problems.length === 0 ? "accepted" : "refused";
}

export const NIX = "/usr/bin/nix-instantiate";

export const nixIsHere = existsSync(NIX);

/** What Nix itself makes of a text: its own way of writing the syntax, or null where it refuses the text. */
export function nixParse(text: string): { readonly accepted: boolean; readonly printed: string } {
  const { status, stdout, stderr } = spawnSync(NIX, ["--parse", "-"], { input: text, encoding: "utf8" });
  // It looks for the binding of each variable once all of the text is parsed.
  return { accepted: status === 0 || stderr.includes("undefined variable"), printed: stdout.trim() };
}
