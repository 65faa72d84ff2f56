import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashAlgorithm } from "../../../src/packages/update/hashes.ts";

const sha256 = createHash("sha256").update("x");
const base16 = sha256.copy().digest("hex");
const base16of = (algorithm: string) => createHash(algorithm).update("x").digest("hex");
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
    ["hash", `sha256-${base64.slice(0, 20)}$${base64.slice(21)}`, null],
    ["sha256", `\n${base16}`, null],
    ["sha256", `${base16}\n`, null],
    ["sha256", base16.slice(1), null],
    ["sha256", `${base16}0`, null],
    ["sha256", `g${base16.slice(1)}`, null],
    ["sha256", `${base16.slice(1)}g`, null],
    ["sha256", base32.slice(1), null],
    ["sha256", `${base32}0`, null],
    ["sha256", `e${base32.slice(1)}`, null],
    ["sha256", `${base32.slice(1)}e`, null],
    // Bits that the last character has too many, of one `=` and of two.
    ["hash", `sha256-${"a".repeat(42)}A=`, "sha256"],
    ["hash", `sha256-${"a".repeat(42)}a=`, null],
    ["hash", `sha256-${"a".repeat(38)}A=`, null],
    ["hash", `sha256-${"a".repeat(46)}A=`, null],
    ["hash", `sha512-${"a".repeat(85)}A==`, "sha512"],
    ["hash", `sha512-${"a".repeat(85)}E==`, null],
    ["hash", `sha512-${"a".repeat(86)}==`, null],
    ["hash", `sha384-${"a".repeat(64)}`, "sha384"],
    ["hash", `sha384-${"a".repeat(63)}=`, null],
    // One that stands in for another, in each of the forms.
    ["hash", `sha384-${"A".repeat(64)}`, null],
    ["hash", `sha512-${"A".repeat(86)}==`, null],
    ["hash", `sha256:${"0".repeat(52)}`, null],
    // The name says less than the form, or something else, or nothing.
    ["hash", `xsha256-${base64}`, null],
    ["sha256", `xsha256-${base64}`, null],
    ["sha384", `sha256:${base16}`, null],
    ["sha384", sha384, "sha384"],
    ["SHA256", base16, "sha256"],
    ["sha256Hash", base16, null],
    ["hash", `sha384:${base16of("sha384")}`, "sha384"],
    ["hash", `sha512:${base16of("sha512")}`, "sha512"],
    ["hash", `sha512:${base16}`, null],
    ["hash", `sha256=${base64}`, null],
  ])("%s = %s", (name, text, algorithm) => {
    expect(hashAlgorithm(name, text)).toBe(algorithm);
  });
});

describe("each digit of a base is one, and none else", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const all = [..."0123456789", ...letters, ...letters.toUpperCase(), ..."+/=-_. \n"];
  const taken = (text: (digit: string) => string) =>
    all.filter((digit) => hashAlgorithm("sha256", text(digit)) !== null).join("");

  it("in base 16", () => {
    expect(taken((digit) => digit + base16.slice(1))).toBe("0123456789abcdef");
  });

  it("in Nix's base 32", () => {
    expect(taken((digit) => digit + base32.slice(1))).toBe("0123456789abcdfghijklmnpqrsvwxyz");
  });

  it("in base 64", () => {
    const expected = `0123456789${letters}${letters.toUpperCase()}+/`;
    expect(taken((digit) => digit + base64.slice(1))).toBe(expected);
    expect(taken((digit) => `sha256-${digit}${base64.slice(1)}`)).toBe(expected);
  });

  it("at the end of base 64 only each that says no more bits than there are", () => {
    expect(taken((digit) => `${base64.slice(0, -2)}${digit}=`)).toBe("048cgkoswAEIMQUY");
    const sha512s = all.filter(
      (digit) => hashAlgorithm("sha512", `${sha512.slice(0, -3)}${digit}==`) !== null,
    );
    expect(sha512s.join("")).toBe("gwAQ");
  });
});
