import { decodeText } from "../nix/text.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import {
  CONFIGURATION_FILE,
  type Configuration,
  guessPreset,
  resolveConfiguration,
} from "./configuration.ts";
import { type ConfigurationProblem, parseConfiguration } from "./parse.ts";

export type RuleNaming = {
  /** Every name and number that `rules` may use. */
  readonly names: readonly string[];
  /** The name of the rule that is called by a name or number. */
  nameOf(nameOrCode: string): string | null;
};

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
  const parsed = parseConfiguration(text, rules.names);
  if (parsed.kind === "invalid") return { kind: "invalid", path, problems: parsed.problems };
  const configuration = resolveConfiguration(parsed.file, guessPreset(snapshot), rules.nameOf);
  return { kind: "valid", configuration };
}

/** The text of the snapshot's configuration file; `""` where it has none. */
function configurationText(snapshot: Snapshot): string {
  const content = snapshot.read(CONFIGURATION_FILE);
  return content !== "not-loaded" && content.kind === "bytes" ? decodeText(content.bytes).text : "";
}
