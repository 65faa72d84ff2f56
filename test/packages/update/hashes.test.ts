import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashAlgorithm } from "../../../src/packages/update/hashes.ts";

const sha256 = createHash("sha256").update("x");
const base16 = sha256.copy().digest("hex");
const base64 = sha256.copy().digest("base64");
const base32 = "0p6g44jll5n2kn0j3jv4gf6v0dh3kx3ssxcy3wzz2wv2h1x2dx2p";
const sha384 = createHash("sha384").update("x").digest("base64");
const sha512 = createHash("sha512").update("x").digest("base64");

describe("a hash is known by its form, and its name where that says more", () => {
  it.each([
    ["hash", `sha256-${base64}`, "sha256"],
    ["hash", `sha384-${sha384}`, "sha384"],
    ["hash", `sha512-${sha512}`, "sha512"],
    ["hash", `sha256:${base32}`, "sha256"],
    ["hash", `sha256:${base16}`, "sha256"],
    ["sha256", base16, "sha256"],
    ["sha256", base32, "sha256"],
    ["sha256", base64, "sha256"],
    ["cargoSha256", base32, "sha256"],
    ["sha256", `sha256-${base64}`, "sha256"],
    ["sha512", sha512, "sha512"],
    ["sha256", `sha512-${sha512}`, null],
    ["hash", base64, null],
    ["vendorHash", base16, null],
    ["hash", `sha256-${base16}`, null],
    ["hash", `sha256-${base64}=`, null],
    ["hash", `SHA256-${base64}`, null],
    ["hash", "md5-XUFAKrxLKna5cZ2REBfFkg==", null],
    ["hash", `sha256-${"A".repeat(43)}=`, null],
    ["sha256", "0".repeat(52), null],
    ["sha256", "0".repeat(64), null],
    ["sha256", base16.toUpperCase(), null],
    ["sha256", base32.replace("k", "e"), null],
    ["hash", "", null],
    ["hash", "sha256-", null],
    ["hash", `sha256-${base64}\n`, null],
    ["hash", `sha256-${base64}?x`, null],
    // As long as it should be, and ending as it should, but no digits, and no padding.
    ["hash", `sha256-$${base64.slice(1)}`, null],
    ["hash", `sha256-${"\n"}${base64.slice(1)}`, null],
    ["hash", `sha256-${base64.slice(0, -2)}AA`, null],
  ])("%s = %s", (name, text, algorithm) => {
    expect(hashAlgorithm(name, text)).toBe(algorithm);
  });
});
