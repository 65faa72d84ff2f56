import type { Finding } from "../../../checker/finding.ts";
import type { RepositoryName } from "../../../github/objects.ts";

/** The address of a finding's place in a commit on GitHub; null for a name that no address can spell. */
export function placeUrl(
  website: string,
  { owner, repo }: RepositoryName,
  commit: string,
  { path, range }: Finding,
): string | null {
  if (!path.isWellFormed()) return null;
  const spelled = path.split("/").map(encodeName).join("/");
  const line = range === null ? "" : `#L${range.start.line}`;
  return `${website}/${owner}/${repo}/blob/${commit}/${spelled}${line}`;
}

/** As `encodeURIComponent`, and the characters that would end a link in Markdown. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
