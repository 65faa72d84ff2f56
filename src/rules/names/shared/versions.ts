/** What is wrong with a version, as a clause, and what to write; null where nothing surely is. */
export function versionFault(version: string): { readonly fault: string; readonly help: string } | null {
  const unstable = /^(?:(.+)[-+.])?unstable[-.](\d{4})-?(\d{2})-?(\d{2})$/.exec(version);
  if (unstable !== null && !/^\d.*-unstable-\d{4}-\d{2}-\d{2}$/.test(version)) {
    const [, before, year, month, day] = unstable;
    const release = before !== undefined && /^v?\d/.test(before) ? before.replace(/^v/, "") : "0";
    return {
      fault: "is an unreleased one in another form than nixpkgs uses",
      help: `Write \`${release}-unstable-${year}-${month}-${day}\`: the last release before the commit, or \`0\`, then \`unstable\` and the date of the commit.`,
    };
  }
  if (
    /^[0-9a-f]{40}$/.test(version) ||
    (/^[0-9a-f]{7,39}$/.test(version) && /[a-f]/.test(version) && /^[a-f]|[a-f].*\d.*[a-f]/.test(version))
  ) {
    return {
      fault: "is the hash of a commit, of which nobody can tell whether it is newer",
      help: "Write the last release before the commit, or `0`, then `-unstable-` and the date of the commit: `0-unstable-2025-01-31`.",
    };
  }
  if (version === "" || /^\d/.test(version)) return null;
  const [, rest] = /^[vVrR]\.?(\d.*)$/.exec(version) ?? [];
  return {
    fault: "does not begin with a digit, where Nix parts the name of a package from its version",
    help:
      rest === undefined
        ? "Write the number of the release; for a commit without one, `0-unstable-` and its date: `0-unstable-2025-01-31`."
        : `Write \`${rest}\`, and the letter where the tag is named.`,
  };
}
