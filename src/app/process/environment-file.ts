import { readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { codeOf } from "../../snapshot/system-error.ts";
import type { Environment } from "./settings.ts";

/** What a `.env` file says; nothing where there is none. */
export function readEnvironmentFile(file: string): Environment {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return {};
    throw error;
  }
  return parseEnv(text);
}

/** Writes variables into a `.env` file that only its owner can read, and leaves the others as they are. */
export function writeEnvironmentFile(file: string, variables: Environment): void {
  const all = { ...readEnvironmentFile(file), ...variables };
  const lines = Object.entries(all).map(([name, value = ""]) => `${name}=${quoted(value)}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
}

/** Between double quotes `\n` is the end of a line, and there is no other escape. */
function quoted(value: string): string {
  // Probot puts the key between quotes already.
  const plain = value.replace(/^"(.*)"$/s, "$1");
  const quote = ['"', "'", "`"].find((mark) => !plain.includes(mark)) ?? '"';
  return quote === '"' ? `"${plain.replace(/\r?\n/g, "\\n")}"` : `${quote}${plain}${quote}`;
}
