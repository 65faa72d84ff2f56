import { describe, expect, it } from "vitest";
import { fakeHash } from "../../../src/rules/source/fake-hash.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { definition, lines, packageOf } from "../builders.ts";

const REAL = '"sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA="';
const fetch = (text: string) => `src = fetchurl { url = "https://example.org/x"; ${text} };`;

/** The places of what is found in a package with these lines. */
async function found(...more: string[]): Promise<string[]> {
  const files = packageOf("hello", { "package.nix": definition({ lines: more }) });
  const report = await checkFiles(files, [fakeHash]);
  return lines(report, files).map((line) => line.slice(line.indexOf(": ") + 2));
}

describe("fake-hash", () => {
  it.each([
    "lib.fakeHash",
    "lib.fakeSha256",
    "lib.fakeSha512",
    "pkgs.lib.fakeHash",
    "(lib.fakeHash)",
    `"sha256-${"A".repeat(43)}="`,
    `"sha512-${"A".repeat(86)}=="`,
    `"${"A".repeat(43)}="`,
    `"sha256:${"0".repeat(52)}"`,
    `"${"0".repeat(52)}"`,
    `"${"0".repeat(64)}"`,
    `"${"0".repeat(40)}"`,
    '""',
    "''''",
    "''  ''",
    // However they are spelled.
    'lib."\\fak\\eHash"',
    `"sha256-${"\\A".repeat(43)}="`,
    `"${"\\0".repeat(52)}"`,
  ])("is reported at %s", async (hash) => {
    expect(await found(fetch(`hash = ${hash};`))).toEqual([hash]);
  });

  it.each([
    REAL,
    "hash",
    "null",
    "lib.hash",
    "my.fakeHash",
    "lib.fakeHash or x",
    "if x then lib.fakeHash else y",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    '"${hash}"',
    '"sha256-AAAA"',
    `"sha256-${"A".repeat(42)}E="`,
    `"${"0".repeat(51)}1"`,
  ])("is not reported at %s", async (hash) => {
    expect(await found(fetch(`hash = ${hash};`))).toEqual([]);
  });

  it.each([
    ["lib.fakeHash of any name", "cargoLock.outputHashes.x = lib.fakeHash;", ["lib.fakeHash"]],
    ["zeros of a hash that is no argument", `x = { hash = "${"0".repeat(52)}"; };`, [`"${"0".repeat(52)}"`]],
    ["zeros of another name", `rev = "${"0".repeat(40)}";`, []],
    ["an empty string of another name", 'src = fetchurl { name = ""; };', []],
    ["an empty string beside another hash", fetch(`hash = ""; sha256 = ${REAL};`), []],
    ["an empty string behind another hash", fetch(`sha256 = ${REAL}; hash = "";`), []],
    ["an empty string beside a hash from elsewhere", fetch('hash = ""; inherit sha256;'), []],
    ["an empty string beside a hash from a set", fetch('hash = ""; inherit (x) sha256;'), []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    ["an empty string beside a name that is computed", fetch('hash = ""; ${x} = y;'), []],
    ["an empty string beside what is taken from elsewhere", fetch('hash = ""; inherit name;'), ['""']],
    ["an empty string of a fetcher in a set", 'src = pkgs.fetchFromGitHub { hash = ""; };', ['""']],
    ["an empty string of another function", 'src = f { hash = ""; };', []],
    ["an empty string of a function that sounds like one", 'src = fetch { hash = ""; };', []],
    ["an empty string of a set", 'x = { hash = ""; };', []],
    ["an empty string of a builder", 'x = buildGoModule { vendorHash = ""; };', ['""']],
    ["an empty string of a derivation", 'x = stdenv.mkDerivation { outputHash = ""; };', ['""']],
    ["no dependencies of a builder", "x = buildGoModule { vendorHash = null; };", []],
  ])("with %s is %j", async (_, line, expected) => {
    expect(await found(line)).toEqual(expected);
  });

  it("says what it is, and where", async () => {
    const files = packageOf("hello", {
      "package.nix": definition({ lines: [fetch("hash = lib.fakeHash;")] }),
    });
    const { findings } = await checkFiles(files, [fakeHash]);
    expect(findings).toMatchObject([
      {
        level: "error",
        attribute: "hello",
        path: "pkgs/by-name/he/hello/package.nix",
        message: "`hash` is `lib.fakeHash`, a placeholder, so the build fails.",
      },
    ]);
  });

  it("is found in every file of a package, and in none that does not parse or lies outside", async () => {
    const text = "{ lib }: { hash = lib.fakeHash; }";
    const files = {
      ...packageOf("hello", { "sources.nix": text, "broken.nix": `${text} }` }),
      "lib/x.nix": text,
    };
    const report = await checkFiles(files, [fakeHash]);
    expect(report.findings.map(({ path }) => path)).toEqual(["pkgs/by-name/he/hello/sources.nix"]);
  });

  it("that was there before is no news, and another one is", async () => {
    const text = (...more: string[]) => packageOf("hello", { "package.nix": definition({ lines: more }) });
    const old = fetch("hash = lib.fakeHash;");
    const report = await checkBetween(text(old), text("x = 1;", old, "vendorHash = lib.fakeHash;"), [
      fakeHash,
    ]);
    expect(report.findings.map(({ status }) => status)).toEqual(["existing", "introduced"]);
  });
});
