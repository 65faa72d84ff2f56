import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** What Nix itself makes of a text: its own way of writing the syntax, empty where it refuses the text. */
export type NixVerdict = { readonly accepted: boolean; readonly printed: string };

export function nixParse(text: string): NixVerdict {
  const { status, stdout, stderr } = spawnSync(NIX, ["--parse", "-"], { input: text, encoding: "utf8" });
  return { accepted: status === 0 || isUnbound(stderr), printed: stdout.trim() };
}

/** It looks for the binding of each variable once all of the text is parsed. */
function isUnbound(stderr: string): boolean {
  return stderr.includes("undefined variable");
}

/** The same of many texts, as many in one process as it takes before it refuses one. */
export function nixParseAll(texts: readonly string[]): readonly NixVerdict[] {
  const folder = mkdtempSync(join(tmpdir(), "nix-texts-"));
  try {
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.nix`);
      writeFileSync(file, text);
      return file;
    });
    const verdicts: NixVerdict[] = [];
    while (verdicts.length < files.length) {
      const asked = files.slice(verdicts.length);
      const { status, stdout, stderr } = spawnSync(NIX, ["--parse", ...asked], { encoding: "utf8" });
      const printed = stdout.split("\n").slice(0, -1);
      verdicts.push(...printed.map((line) => ({ accepted: true, printed: line })));
      if (status !== 0) {
        if (!stderr.includes(`/${verdicts.length}.nix`)) throw new Error(stderr);
        verdicts.push({ accepted: isUnbound(stderr), printed: "" });
      }
    }
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
