import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { loadNixParser } from "../../src/grammar/load.ts";
import type { NixFile } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";

export const parser = await loadNixParser();

/** The file that a text is. Throws where it is not looked into. */
export function parsed(text: string): NixFile {
  const result = parser.parse(sourceText(text));
  if (result.kind === "unreadable") throw new Error(`unreadable: ${result.why}`);
  return result.file;
}

/** The file that a well-formed text is. Throws where it is not well-formed. */
export function wellFormed(text: string): NixFile {
  const file = parsed(text);
  const [problem] = file.problems;
  if (problem !== undefined) throw new Error(`${problem.message} at ${problem.start}`);
  return file;
}

/** What the parser makes of a text: well-formed, not well-formed, or not to be told. */
export function verdictOf(text: string): "accepted" | "refused" | "unreadable" {
  const result = parser.parse(sourceText(text));
  if (result.kind === "unreadable") return "unreadable";
  return result.file.problems.length === 0 ? "accepted" : "refused";
}

const NIX = "/usr/bin/nix-instantiate";

export const nixIsHere = existsSync(NIX);

/** What Nix itself makes of a text: its own way of writing the syntax, or null where it refuses the text. */
export function nixParse(text: string): { readonly accepted: boolean; readonly printed: string } {
  const { status, stdout, stderr } = spawnSync(NIX, ["--parse", "-"], { input: text, encoding: "utf8" });
  // It looks for the binding of each variable once all of the text is parsed.
  return { accepted: status === 0 || stderr.includes("undefined variable"), printed: stdout.trim() };
}
