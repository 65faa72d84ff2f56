import { encodeName } from "../../snapshot/names.ts";

/**
 * A path as a relative URI reference (RFC 3986): every byte of a name that is not unreserved is
 * percent-encoded, so that neither a colon makes a scheme nor `#` a fragment. The root is `.`.
 */
export function pathAsUri(path: string): string {
  if (path === "") return ".";
  return encodeName(path)
    .toString("latin1")
    .replace(/[^A-Za-z0-9\-._~/]/g, percentEncoded);
}

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
