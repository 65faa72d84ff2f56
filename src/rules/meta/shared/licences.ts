/**
 * Attributes of `lib.licenses` that nixpkgs has deprecated since they do not tell whether later versions are meant,
 * each with what says so. Source: the entries marked `deprecated` at the end of nixpkgs' `lib/licenses.nix` (there
 * since 2020). To renew it, look there.
 */
export const DEPRECATED_LICENCES: ReadonlyMap<string, readonly [only: string, orLater: string]> = new Map(
  ["gpl2", "gpl3", "lgpl2", "lgpl21", "lgpl3"].map((name) => [name, [`${name}Only`, `${name}Plus`]]),
);
