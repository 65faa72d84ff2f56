/** The package that NUR's template comes with. */
export const EXAMPLE_PACKAGE = "example-package";

/**
 * What stands in the template for its user to replace. Its workflow compares with two of them as well, and is right
 * to do so.
 */
const PLACEHOLDER = /<YOUR[_-][A-Z_-]{1,40}>/g;

/** A placeholder of the template that was left, with where in the text it stands. */
export type Placeholder = { readonly written: string; readonly start: number; readonly end: number };

/** The placeholders of a text that are neither compared with nor stand in a comment of a workflow; each once. */
export function placeholdersIn(text: string, isWorkflow: boolean): Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [written] = match;
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    if (isWorkflow && (line.includes("#") || /[!=]=\s*['"]?$/.test(line))) continue;
    if (!found.has(written))
      found.set(written, { written, start: match.index, end: match.index + written.length });
  }
  return [...found.values()];
}
