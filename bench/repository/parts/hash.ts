import type { Random } from "../random.ts";

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A SHA-256 in the form that Nix prints; the last character carries four bits only. */
export function sriHash(random: Random): string {
  return `sha256-${random.characters(base64, 42)}${random.characters("AEIMQUYcgkosw048", 1)}=`;
}

export function hexadecimal(random: Random, length: number): string {
  return random.characters("0123456789abcdef", length);
}
