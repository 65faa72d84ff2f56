/** Reads an option that may be given several times. */
export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** Options that several commands have, with their help. */
export const CONFIG_OPTION = [
  "--config <file>",
  "read this configuration instead of .github/by-name.yml of the base",
] as const;
export const COLOR_OPTION = ["--color", "use colours even if the output is not a terminal"] as const;
export const NO_COLOR_OPTION = ["--no-color", "no colours"] as const;
