import { writeFileSync } from "node:fs";
import { displayName } from "../nix/shown.ts";
import { codeOf, reasonOf } from "../snapshot/system-error.ts";
import { Failure } from "./failure.ts";

/** What goes to standard output and standard error. */
export type Output = { out(text: string): void; err(text: string): void };

export const processOutput: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * A reader that leaves early (`| head`) is no error, and the status stays what it is; output that cannot
 * be written for another reason, such as a full disk, ends the process with status 2.
 */
export function guardOutput(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error) => {
    if (codeOf(error) === "EPIPE") return;
    process.stderr.write(`by-name-bot: standard output cannot be written: ${reasonOf(error)}\n`);
    process.exit(2);
  });
}

/** Output that is kept, to be written to a file as a whole at the end; what there is to say goes on as before. */
export function fileOutput(file: string, { err }: Output): Output & { write(): void } {
  const parts: string[] = [];
  return {
    out: (text) => void parts.push(text),
    err,
    /** Throws a Failure where it cannot be written. */
    write() {
      try {
        writeFileSync(file, parts.join(""));
      } catch (error) {
        throw new Failure(`${displayName(file)} cannot be written: ${reasonOf(error)}`);
      }
    },
  };
}
