import { generateKeyPairSync } from "node:crypto";

let made: string | undefined;

/** A private key for Apps in tests, in PEM. Making one takes a while, so a process has one for all. */
export function testKey(): string {
  made ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }).privateKey;
  return made;
}
