import { decodeText } from "../nix/text.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import {
  CONFIGURATION_FILE,
  type Configuration,
  guessPreset,
  nixpkgsRelease,
  resolveConfiguration,
} from "./configuration.ts";
import { type ConfigurationProblem, parseConfiguration } from "./parse.ts";
import type { RuleNaming } from "./rule-levels.ts";

export type LoadedConfiguration =
  | { readonly kind: "valid"; readonly configuration: Configuration }
  | { readonly kind: "invalid"; readonly path: string; readonly problems: readonly ConfigurationProblem[] };

/**
 * The configuration that a snapshot holds, or else the defaults for the kind of repository that it is.
 * `file` takes the place of the snapshot's own where it is given.
 */
export function loadConfiguration(
  snapshot: Snapshot,
  rules: RuleNaming,
  file?: { readonly path: string; readonly text: string },
): LoadedConfiguration {
  const path = file?.path ?? CONFIGURATION_FILE;
  const text = file?.text ?? configurationText(snapshot);
  if (typeof text !== "string") {
    return { kind: "invalid", path, problems: [{ position: { line: 1, column: 1 }, message: text.why }] };
  }
  const parsed = parseConfiguration(text, rules);
  if (parsed.kind === "invalid") return { kind: "invalid", path, problems: parsed.problems };
  const configuration = resolveConfiguration(
    parsed.file,
    guessPreset(snapshot),
    rules,
    nixpkgsRelease(snapshot),
  );
  return { kind: "valid", configuration };
}

/** The text of the snapshot's configuration file, `""` where it has none; or why it cannot be read. */
function configurationText(snapshot: Snapshot): string | { readonly why: string } {
  const entry = snapshot.entry(CONFIGURATION_FILE);
  if (typeof entry === "string") return "";
  if (entry.kind !== "file") {
    const what = entry.kind === "symlink" ? "symbolic link" : entry.kind;
    return { why: `it is a ${what}, and must be a file` };
  }
  const content = snapshot.read(CONFIGURATION_FILE);
  if (content === "not-loaded" || content.kind === "absent") return "";
  if (content.kind === "too-large") return { why: "the file is too long: at most 64 KiB are read" };
  return decodeText(content.bytes).text;
}
