import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";

/** A private key, or what is wrong with it: the rest of a sentence that begins with the variable's name. */
export type PrivateKey = { readonly pem: string } | { readonly problem: string };

/**
 * The App's private key as PKCS #8 in PEM. The text may be spelled in the ways that Probot takes: as it is,
 * on one line with `\n` or blanks for the ends of lines, or as base64 of that.
 */
export function privateKeyOf(source: { readonly text: string } | { readonly path: string }): PrivateKey {
  let text: string;
  try {
    text = "text" in source ? source.text : readFileSync(source.path, "utf8");
  } catch {
    // The key itself may stand where its path belongs, and is longer than any path that is worth naming.
    const path = "path" in source && /^.{1,300}$/.test(source.path) ? source.path : null;
    return { problem: path === null ? "must be the path of a file" : `cannot be read: ${path}` };
  }
  const pem = pemOf(text) ?? pemOf(Buffer.from(text, "base64").toString());
  if (pem === null) return { problem: "must contain a private key in PEM: the .pem file from GitHub" };
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== "rsa") return { problem: "must be an RSA key, as GitHub creates it" };
    return { pem: String(key.export({ type: "pkcs8", format: "pem" })) };
  } catch {
    // What crypto says could show a part of the key.
    return { problem: "contains a damaged private key" };
  }
}

const PEM = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----(.*?)-----END \1-----/s;

function pemOf(text: string): string | null {
  const match = PEM.exec(text.replaceAll("\\n", "\n"));
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const body = match[2].replace(/\s+/g, "").replace(/(.{64})/g, "$1\n");
  return `-----BEGIN ${match[1]}-----\n${body}\n-----END ${match[1]}-----\n`;
}
