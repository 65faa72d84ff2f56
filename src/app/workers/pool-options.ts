import type { Credentials } from "../process/settings.ts";

/** What the processes that do the work are started with. */
export type PoolOptions = {
  readonly credentials: Credentials;
  readonly version: string;
  readonly packageRoot: URL;
  readonly secrets: readonly string[];
  /** Takes a line of a worker's log. */
  readonly write: (line: string) => void;
  /** The code of a worker. */
  readonly entry?: URL;
};
