/** A cryptographic hash of content, as fetchers take it. */
export type HashAlgorithm = "sha256" | "sha384" | "sha512";

const BYTES: Readonly<Record<HashAlgorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 };

const PREFIX = /^(?:sha256|sha384|sha512)[-:]/;
const NAMED = /(?:sha256|sha384|sha512)$/i;

/**
 * The algorithm of a hash written in one of the forms that Nix reads (SRI, base 16, Nix's base 32,
 * base 64), for a binding of this name, such as `sha256` or `vendorHash`; null for anything else. Hashes
 * that stand in for one which is not known yet (`lib.fakeHash`) are null, and so are MD5 and SHA-1, for
 * which two contents can be made.
 */
export function hashAlgorithm(name: string, text: string): HashAlgorithm | null {
  const named = algorithmOf(NAMED.exec(name)?.[0].toLowerCase());
  const prefix = PREFIX.exec(text)?.[0] ?? "";
  const algorithm = algorithmOf(prefix.slice(0, -1)) ?? named;
  if (algorithm === null || (named !== null && named !== algorithm)) return null;
  return isDigest(text.slice(prefix.length), BYTES[algorithm], !prefix.endsWith("-")) ? algorithm : null;
}

function algorithmOf(text: string | undefined): HashAlgorithm | null {
  return text === "sha256" || text === "sha384" || text === "sha512" ? text : null;
}

/** Whether a text is so many bytes, not all zero; `-` of SRI is followed by base 64 alone. */
function isDigest(text: string, bytes: number, anyBase: boolean): boolean {
  if (/^[A0=]*$/.test(text)) return false;
  if (isBase64(text, bytes)) return true;
  if (!anyBase) return false;
  const base32Length = Math.ceil((bytes * 8) / 5);
  return (
    (text.length === bytes * 2 && /^[0-9a-f]+$/.test(text)) ||
    (text.length === base32Length && /^[0-9a-df-np-sv-z]+$/.test(text))
  );
}

function isBase64(text: string, bytes: number): boolean {
  const padding = (3 - (bytes % 3)) % 3;
  if (text.length !== Math.ceil(bytes / 3) * 4) return false;
  const digits = text.slice(0, text.length - padding);
  if (!/^[A-Za-z0-9+/]+$/.test(digits) || text.slice(digits.length) !== "=".repeat(padding)) return false;
  // The bits that the last character has too many are zero: one content, one spelling.
  return padding === 0 || (padding === 1 ? /[AEIMQUYcgkosw048]$/ : /[AQgw]$/).test(digits);
}
