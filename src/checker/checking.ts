import type { Configuration } from "../config/configuration.ts";
import type { ParseCache } from "../packages/files.ts";
import type { Remote } from "../packages/registry/remote.ts";
import type { Formatted } from "./formatted.ts";
import type { ChangeMessages } from "./messages.ts";
import type { ChangePeople, Rule } from "./rule.ts";

/** What a check goes by: the rules that there are, what the repository configures, and what has been parsed. */
export type Checking = {
  readonly rules: readonly Rule[];
  readonly configuration: Configuration;
  readonly cache: ParseCache;
  /** Who brings the change, where that is known. */
  readonly people?: ChangePeople;
  /** What is known of the repositories that the registry of the head names, by the names of entries. */
  readonly remotes?: ReadonlyMap<string, Remote>;
  /** What the change is called, where that is known. */
  readonly messages?: ChangeMessages;
  /** What a formatter makes of files of the head, where there is one. */
  readonly formatted?: Formatted;
};
