// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { HASH_C, HASH_D } from "../builders.ts";
import { clausesOf, packageOf, reasonsOf, withAttributes } from "./traced.ts";

const NOT_UNDERSTOOD = "in a way that is not understood";
const STILL = `"${HASH_D.replaceAll("d", "e")}"`;

const given = (to: string, as: string) =>
  `\`${as}\` passes a changed value to \`${to}\` as \`${as}\`, which may be more than text`;

describe("a function that overrides attributes is looked at as a builder:", () => {
  it.each([
    ["overrideAttrs", "it.hello.overrideAttrs"],
    ["overridePythonAttrs", "it.hello.overridePythonAttrs"],
    ["overrideAttrs", "it.a.b.c.hello.overrideAttrs"],
  ])("%s of %s", async (name, path) => {
    expect(await reasonsOf(packageOf(`${path} (old: { inherit version src; x = old.y; })`))).toEqual([]);
    expect(await reasonsOf(packageOf(`${path} { inherit version src; }`))).toEqual([]);
    const hostile = packageOf(`${path} (old: { inherit version src; builder = version; })`);
    expect(await reasonsOf(hostile)).toEqual([given(name, "builder")]);
  });

  it("and what is not known of the package that it was, by its name", async () => {
    const text = packageOf("it.hello.overrideAttrs (old: { inherit version src; x = old.make version; })");
    expect(await reasonsOf(text)).toEqual(["`x` passes a changed value to `make`, an unknown function"]);
  });

  it.each([
    ["no source", "inherit version;", ["changes the version of a package, but not its source"]],
    ["a source", "inherit version src;", []],
    ["several", "inherit version; srcs = [ src ];", []],
    ["a source alone", "inherit src;", []],
    ["neither", 'postPatch = "${version}";', []],
  ])("a version with %s", async (_, attributes, why) => {
    const text = packageOf(`it.hello.overrideAttrs (old: { ${attributes} passthru = { inherit src; }; })`);
    expect(await clausesOf(text)).toEqual(why);
  });
});

describe("a package that is overridden on the spot", () => {
  const base = '(stdenv.mkDerivation { pname = "p"; inherit version src; })';

  const own = (name: string) => `.${given("overrideAttrs", name).slice(1)}`;

  it.each<[string, string, readonly string[]]>([
    ["by nothing", `${base}.override { }`, []],
    ["by what stays", `${base}.override { x = it.y; }`, []],
    ["by a function", `${base}.override (old: { x = old.y; })`, []],
    ["by a version", `${base}.override { x = version; }`, ["` passes a changed value to `override`"]],
    [
      "by a function of one",
      `${base}.override (old: { x = version; })`,
      ["` passes a changed value to `override`"],
    ],
    ["in its attributes", `${base}.overrideAttrs (old: { x = 1; })`, []],
    ["in a phase", `${base}.overrideAttrs (old: { postPatch = old.version; })`, []],
    ["in nothing", `${base}.overrideAttrs (throw "no")`, []],
    ["in what is not known", `${base}.overrideAttrs it.x`, []],
    ["by its own version", `${base}.overrideAttrs (old: { builder = old.version; })`, [own("builder")]],
    ["by the version", `${base}.overrideAttrs { builder = version; }`, [own("builder")]],
    [
      "by a function of both",
      `${base}.overrideAttrs (final: old: { builder = final.version; args = old.version; })`,
      [own("builder"), own("args")],
    ],
    [
      "by a version alone",
      `${base}.overrideAttrs version`,
      [`\` passes a changed value to \`overrideAttrs\` ${NOT_UNDERSTOOD}`],
    ],
  ])("%s", async (_, text, why) => {
    expect(await reasonsOf(withAttributes(`paths = [ (${text}) ];`))).toEqual(
      why.map((each) => `\`paths${each}`),
    );
  });

  it.each([
    ["by nothing", `${base}.override { }`],
    ["in its attributes", `${base}.overrideAttrs (old: { x = 1; })`],
    ["in all", `${base}.overrideAttrs (old: { inherit src; })`],
    ["in its source", "(stdenv.mkDerivation { x = 1; }).overrideAttrs (old: { inherit version src; })"],
  ])("%s, is made of what differs", async (_, text) => {
    expect(await reasonsOf(withAttributes(`x = import "\${${text}}/x.nix";`))).toEqual([
      "`x` uses a changed value as Nix code",
    ]);
  });

  const docs = (tag: string) =>
    `fetchFromGitHub { owner = "o"; repo = "r"; tag = ${tag}; hash = "${HASH_C}"; }`;

  it("knows the attributes of both", async () => {
    const text = `${base}.overrideAttrs (final: old: { docsSrc = ${docs("final.version")}; })`;
    expect(await reasonsOf(packageOf(text))).toEqual([]);
  });

  it("in nothing that differs, is not", async () => {
    const text = '(stdenv.mkDerivation { name = "x"; }).overrideAttrs (old: { x = 1; })';
    expect(await reasonsOf(withAttributes(`x = import "\${${text}}/x.nix";`))).toEqual([]);
  });

  it.each(["old: { x = 1; }", "final: old: { x = 1; }"])("by %s, has the attributes of both", async (fn) => {
    const tag = `(${base}.overrideAttrs (${fn})).version`;
    expect(await reasonsOf(withAttributes(`docsSrc = ${docs(tag)};`))).toEqual([]);
  });
});

describe("what a builder is given is looked at, be it", () => {
  it.each<[string, string, readonly string[]]>([
    ["a set", "{ postPatch = version; }", []],
    ["a function of itself", "(final: { inherit version; postPatch = final.version; })", []],
    ["nothing", '(throw "no")', []],
    ["a set or nothing", '(if lib.c then { postPatch = version; } else throw "no")', []],
    ["not known", "it.x", []],
    ["a text", '"x"', []],
    ["a list", "[ ]", []],
    ["a path", "./y", []],
    ["a package", "(stdenv.mkDerivation { })", []],
    ["a function of the library", "(lib.replaceStrings [ ])", []],
    ["a version", "version", [NOT_UNDERSTOOD]],
    ["a list of one", "[ version ]", [NOT_UNDERSTOOD]],
    ["a file that differs", "./x.lock", [NOT_UNDERSTOOD]],
    ["a source", "src", [NOT_UNDERSTOOD]],
    ["a function of the library that is given one", "(lib.removePrefix version)", [NOT_UNDERSTOOD]],
    ["what is made of one", "(version < it.x)", [NOT_UNDERSTOOD]],
  ])("%s", async (_, text, why) => {
    const found = await reasonsOf(withAttributes(`buildInputs = [ (stdenv.mkDerivation ${text}) ];`));
    expect(found).toEqual(
      why.map((each) => `\`buildInputs\` passes a changed value to \`mkDerivation\` ${each}`),
    );
  });

  it("or nothing, of which nothing is told", async () => {
    const hash = 'if lib.c then aHash else (stdenv.mkDerivation (throw "no")).x';
    const other = `fetchurl { url = "https://a.org/y-\${version}.zip"; hash = ${hash}; }`;
    expect(await reasonsOf(withAttributes(`docsSrc = ${other};`, `aHash = "${HASH_C}";`))).toEqual([]);
  });

  it.each([
    ["stays", 'stdenv.mkDerivation { name = "x"; }', []],
    ["differs", "stdenv.mkDerivation { inherit src; }", ["`x` uses a changed value as Nix code"]],
    [
      "differs, of two",
      '(if lib.c then stdenv.mkDerivation { name = "x"; } else stdenv.mkDerivation { inherit src; })',
      ["`x` uses a changed value as Nix code"],
    ],
  ])("and what it makes %s with it", async (_, text, why) => {
    expect(await reasonsOf(withAttributes(`x = import "\${${text}}/x.nix";`))).toEqual(why);
  });

  it.each([
    ["", "${it.name} = version;", "mkDerivation"],
    ["env", "env = { ${it.name} = version; };", "mkDerivation"],
    ["mktplcRef", "mktplcRef = { ${it.name} = version; };", "mktplcRef"],
    ["cargoLock", "cargoLock = { ${it.name} = version; };", "cargoLock"],
  ])("under a name that is not known, of %j", async (binding, text, to) => {
    const subject = binding === "" ? "the expression in line 2" : `\`${binding}\``;
    expect(await reasonsOf(withAttributes(text))).toEqual([
      `${subject} passes a changed value to \`${to}\` under an unknown name`,
    ]);
    expect(await reasonsOf(withAttributes(text.replace("version", "it.x")))).toEqual([]);
  });
});

describe("what a version reaches in a set of variables is named:", () => {
  const OBEYED =
    "PATH BASH_ENV ENV PROMPT_COMMAND LD_PRELOAD LD_LIBRARY_PATH SHELL IFS PS4 DYLD_INSERT_LIBRARIES " +
    "PYTHONSTARTUP PYTHONPATH PERL5OPT RUBYOPT NODE_OPTIONS CC CXX";

  it.each(OBEYED.split(" "))("%s", async (variable) => {
    const why = `passes a changed value to \`mkDerivation\` as \`${variable}\`, which may be more than text`;
    const env = (x: string) => withAttributes(`env = { A = version; ${variable} = ${x}; };`);
    expect(await reasonsOf(env("version"))).toEqual([`\`env.${variable}\` ${why}`]);
    expect(await reasonsOf(env("it.x"))).toEqual([]);
  });

  it("but not in a set of what nothing that is built depends on", async () => {
    const text = withAttributes("passthru = { CC = version; ${it.x} = version; };");
    expect(await reasonsOf(text)).toEqual([]);
  });

  it.each(["env", "environment"])("%s, one or the other", async (name) => {
    const why = "passes a changed value to `mkDerivation` as `CC`, which may be more than text";
    const either = 'if lib.c then { inherit (it) CC; } else { CC = "${src}/x"; }';
    expect(await reasonsOf(withAttributes(`${name} = ${either};`))).toEqual([`\`${name}.CC\` ${why}`]);
  });
});

describe("a lock file of cargo", () => {
  it.each<[string, string, readonly string[]]>([
    ["of the source", '{ lockFile = "${src}/Cargo.lock"; outputHashes = { "x-1.0" = it.y; }; }', []],
    ["that differs", "{ lockFile = ./x.lock; }", []],
    ["one or the other", "(if lib.c then { lockFile = ./x.lock; } else src)", []],
    ["named by a version", "{ lockFile = version; }", [`uses a changed value ${NOT_UNDERSTOOD}`]],
    ["that is a version", "version", [`uses a changed value ${NOT_UNDERSTOOD}`]],
    [
      "with hashes made of one",
      '{ lockFile = ./x.lock; outputHashes = { "x-1.0" = version; }; }',
      ["passes a changed value to `cargoLock` as `outputHashes`"],
    ],
  ])("%s", async (_, text, why) => {
    expect(await clausesOf(withAttributes(`cargoLock = ${text};`))).toEqual(why);
  });
});

describe("an extension of a marketplace", () => {
  const extension = (ref: string) =>
    packageOf(`it.buildVscodeMarketplaceExtension { passthru = { inherit src; }; mktplcRef = ${ref}; }`);
  const moved = `hash = "${HASH_C}";`;

  it.each<[string, string, readonly string[]]>([
    ["by its version", `{ name = "n"; publisher = "p"; inherit version; ${moved} }`, []],
    ["one of two", `(if lib.c then { inherit version; ${moved} } else { inherit version; ${moved} })`, []],
    ["that is not known", "it.x", []],
    ["of which nothing differs", `{ name = "n"; version = it.x; hash = ${STILL}; }`, []],
    ["that is a version", "version", [`uses a changed value ${NOT_UNDERSTOOD}`]],
    [
      "by a name",
      `{ inherit version; name = version; ${moved} }`,
      ["passes a changed value to `mktplcRef` as `name`"],
    ],
    [
      "by a publisher",
      `{ publisher = "a\${version}"; }`,
      ["passes a changed value to `mktplcRef` as `publisher`"],
    ],
    ["by a list", `{ version = [ version ]; ${moved} }`, [`uses a changed value ${NOT_UNDERSTOOD}`]],
    [
      "with the same hash",
      `{ inherit version; hash = ${STILL}; }`,
      ["stays the same while its version differs"],
    ],
    ["of one version", `{ version = "1"; ${moved} }`, ["differs while its version does not"]],
    ["without a hash", "{ inherit version; }", ["fetches a changed source without a hash"]],
    [
      "whose hash is a version",
      "{ inherit version; hash = version; }",
      [
        "is a hash that depends on a changed value other than a hash",
        "stays the same while its version differs",
      ],
    ],
  ])("%s", async (_, text, why) => {
    expect(await clausesOf(extension(text))).toEqual(why);
  });

  it("names the attribute, and the place of a hash", async () => {
    expect(await reasonsOf(extension(`{ version = "1"; ${moved} }`))).toEqual([
      "`mktplcRef.hash` differs while its version does not",
    ]);
    expect(await reasonsOf(extension(`{ version = [ version ]; name = version; ${moved} }`))).toEqual([
      `\`mktplcRef.version\` uses a changed value ${NOT_UNDERSTOOD}`,
      "`mktplcRef.name` passes a changed value to `mktplcRef` as `name`",
    ]);
  });
});

describe("a hash that a builder is given", () => {
  const built = (attributes: string) =>
    withAttributes(`buildInputs = [ (buildGoModule { ${attributes} }) ];`, "rev = version;");

  it.each([
    ...["inherit version;", "name = version;", "inherit src;", "srcs = [ src ];", "url = version;"],
    ...["urls = [ version ];", "cargoDeps = src;", 'lockFile = "${src}/x";'],
    `mktplcRef = { inherit version; hash = "${HASH_C}"; };`,
  ])("may differ with %s", async (attributes) => {
    expect(await reasonsOf(built(`${attributes} vendorHash = "${HASH_C}";`))).toEqual([]);
  });

  it.each(["", 'version = "1";', "postPatch = version;", "pname = version;", "patches = [ src ];"])(
    "may not with %j alone",
    async (attributes) => {
      expect(await reasonsOf(built(`${attributes} vendorHash = "${HASH_C}";`))).toEqual([
        "`buildInputs.vendorHash` differs while its version does not",
      ]);
    },
  );

  it("may differ with the version, that of its output too", async () => {
    expect(await reasonsOf(built(`inherit version; outputHash = "${HASH_C}";`))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      "is that of its output and not of the version",
      "inherit version; outputHash",
      ["stays the same while its version differs"],
    ],
    ["is that of the output of a source", "inherit version src; outputHash", []],
    ["is that of the output of sources", "inherit version; srcs = [ src ]; outputHash", []],
    ["is that of the output of one version", 'version = "1"; outputHash', []],
    ["is that of dependencies", "inherit version; vendorHash", []],
  ])("and stays, %s", async (_, attributes, why) => {
    expect(await reasonsOf(built(`${attributes} = ${STILL};`))).toEqual(
      why.map((each) => `\`buildInputs.outputHash\` ${each}`),
    );
  });
});
