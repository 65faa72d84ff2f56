/** What a run inside of GitHub Actions does otherwise than the App: nothing is kept there between two runs. */
export type ActionTerms = {
  /**
   * Set where the bot writes with the job's own token: then all workflows of the repository write under its name,
   * and nothing that stands there is memory from which anything merges.
   */
  readonly shared: { readonly workflowRun: string | null } | null;
  /** Why nothing merges, whatever the configuration says, as a clause; null where it may. */
  readonly mergesNothing: string | null;
  /** The configuration in place of the repository's own; null for that one. */
  readonly configuration: string | null;
  /** Whether nothing is written at all. */
  readonly dryRun: boolean;
  /**
   * Called before anything is written. `read-again`: it is this run's turn only now, and what was read may be
   * older than what another has written.
   */
  readonly turn: () => Promise<"write" | "read-again">;
};
