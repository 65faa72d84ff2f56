// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { broadWith } from "../../../src/rules/meta/broad-with.ts";
import { deprecatedLicence } from "../../../src/rules/meta/deprecated-licence.ts";
import { descriptionMissing } from "../../../src/rules/meta/description-missing.ts";
import { descriptionStyle } from "../../../src/rules/meta/description-style.ts";
import { licenseMissing } from "../../../src/rules/meta/license-missing.ts";
import { maintainersMissing } from "../../../src/rules/meta/maintainers-missing.ts";
import { judgeDescription } from "../../../src/rules/meta/shared/description.ts";
import { DEPRECATED_LICENCES } from "../../../src/rules/meta/shared/licences.ts";
import { sourceProvenance } from "../../../src/rules/meta/source-provenance.ts";
import { checkBetween, introduced } from "../../support/check.ts";
import { derivation, findingsIn, fixed, reported } from "../advice.ts";
import { definition, packageOf, topLevel, under } from "../builders.ts";

const MISSING: readonly (readonly [Rule, string, string])[] = [
  [licenseMissing, "license", "lib.licenses.mit"],
  [descriptionMissing, "description", '"X"'],
  [maintainersMissing, "maintainers", "[ lib.maintainers.alice ]"],
  [maintainersMissing, "teams", "[ lib.teams.x ]"],
];

describe.each(MISSING)("$0.name: meta.$1", (rule, name, value) => {
  it.each([
    ["no meta", "", ["stdenv.mkDerivation"]],
    ["an empty one", "meta = { };", ["meta"]],
    ["other attributes", "meta = { homepage = x; };", ["meta"]],
    ["an empty list", `meta.${name} = [ ];`, [`meta.${name}`]],
    ["an empty list under `with`", `meta.${name} = with lib.maintainers; [ ];`, [`meta.${name}`]],
    ["`null`", `meta.${name} = null;`, [`meta.${name}`]],
    ["a blank", `meta.${name} = " ";`, [`meta.${name}`]],
    ["a value", `meta.${name} = ${value};`, []],
    ["a value under `with`", `meta = with lib; { ${name} = ${value}; };`, []],
    ["a value that is taken from elsewhere", `meta = { inherit (x.meta) ${name}; };`, []],
    ["a meta that is taken from elsewhere", "inherit meta;", []],
    ["a meta that is joined", "meta = x.meta // { };", []],
    ["a name that is computed", "meta = { ${x} = 1; };", []],
  ])("with %s", async (_, text, expected) => {
    expect(await reported(rule, derivation(`src = x; ${text}`))).toEqual(expected);
  });

  it("is not asked for where there is nothing to build yet", async () => {
    expect(await reported(rule, derivation("nativeBuildInputs = [ x ];"))).toEqual([]);
    for (const content of ["srcs = [ x ];", "dontUnpack = true;", 'installPhase = "x";', "inherit src;"])
      expect(await reported(rule, derivation(content))).toEqual(["stdenv.mkDerivation"]);
  });

  it("is looked for in what the package is, not in what it uses", async () => {
    const inner = derivation("src = stdenvNoCC.mkDerivation { };");
    expect(await reported(rule, inner)).toEqual(["stdenv.mkDerivation"]);
  });
});

describe("what builders and empty values make of it", () => {
  const src = "src = x;";
  it("is not asked for where the builder reads it in the source", async () => {
    const yarn = derivation(src, { builder: "pkgs.mkYarnPackage" });
    expect(await reported(licenseMissing, yarn)).toEqual([]);
    expect(await reported(descriptionMissing, yarn)).toEqual([]);
    expect(await reported(maintainersMissing, yarn)).toEqual(["pkgs.mkYarnPackage"]);
  });

  it.each([
    [licenseMissing, "", "has no `meta.license`"],
    [licenseMissing, "meta.license = [ ];", "The `meta.license` of `hello` is empty"],
    [descriptionMissing, "", "has no `meta.description`"],
    [descriptionMissing, 'meta.description = "";', "The `meta.description` of `hello` is empty"],
    [maintainersMissing, "", "has neither `meta.maintainers` nor `meta.teams`"],
    [
      maintainersMissing,
      "meta.teams = [ ];",
      "Nobody is in the `meta.maintainers` or `meta.teams` of `hello`",
    ],
  ])("says what is there: %#", async (rule, meta, said) => {
    expect((await findingsIn(rule, derivation(`${src} ${meta}`)))[0]?.message).toContain(said);
  });
});

describe("what meta lacks", () => {
  const files = (meta: string) =>
    packageOf("hello", { "package.nix": definition({ lines: ["src = x;", meta] }) });
  const found = async (base: Record<string, unknown>, head: Record<string, unknown>) =>
    introduced(await checkBetween(base as never, head as never, [licenseMissing])).map(({ level }) => level);
  const old = "meta = { };";

  it("is held against packages that are new, and against who takes it away", async () => {
    expect(await found(topLevel(), { ...topLevel(), ...files(old) })).toEqual(["error"]);
    const had = { ...topLevel(), ...files("meta.license = lib.licenses.mit;") };
    expect(await found(had, { ...topLevel(), ...files(old) })).toEqual(["error"]);
  });

  it("is not held against packages that lacked it before, wherever they were", async () => {
    const before = { ...topLevel(), ...files(old) };
    expect(await found(before, { ...topLevel(), ...files("meta = { x = 1; };") })).toEqual([]);
    const elsewhere = {
      ...topLevel("hello = callPackage ../tools/hello { };"),
      ...under("pkgs/tools/hello", { "default.nix": definition() }),
    };
    expect(await found(elsewhere, { ...topLevel(), ...files(old) })).toEqual([]);
  });
});

describe("judgeDescription", () => {
  it.each([
    ["Program that greets", [], "Program that greets"],
    ["", ["blank"], null],
    ["  ", ["blank"], null],
    [" Program", ["outer blanks"], "Program"],
    ["Program that\n  greets", ["line break"], "Program that greets"],
    ["A program", ["article"], "Program"],
    ["An old program", ["article"], "Old program"],
    ["a program", ["article"], "Program"],
    ["The program that greets", ["article"], undefined],
    ["the program that greets", ["article"], "Program that greets"],
    ["A Python library", ["article"], "Python library"],
    ["A nginx module", ["article"], "nginx module"],
    ["The Sleuth Kit", [], "The Sleuth Kit"],
    ["A to Z of programs", [], "A to Z of programs"],
    ["A* path finding", [], "A* path finding"],
    ["Another program", [], "Another program"],
    ["Hello is a program", ["name"], "Program"],
    ["hello: greets people", ["name"], "Greets people"],
    ["hello - greets people", ["name"], "Greets people"],
    ["Hello world program", [], "Hello world program"],
    ["Hello isn't a program", [], "Hello isn't a program"],
    ["greets people", ["lower case"], "Greets people"],
    ["high-level greeter", ["lower case"], "High-level greeter"],
    ["lsp-bridge backend", [], "lsp-bridge backend"],
    ["eBPF greeter", [], "eBPF greeter"],
    ["ps, top and ls for people", [], "ps, top and ls for people"],
    ["i3 greeter", [], "i3 greeter"],
    ["nginx module", [], "nginx module"],
    ["libfoo bindings", [], "libfoo bindings"],
    ["hello plugin", [], "hello plugin"],
    ["greet's plugin", [], "greet's plugin"],
    ["foo.bar greeter", [], "foo.bar greeter"],
    ["Program.", ["punctuation"], "Program"],
    ["Program!", ["punctuation"], "Program"],
    ["Program,", ["punctuation"], "Program"],
    ["Greets people, cats, etc.", [], "Greets people, cats, etc."],
    ["Greeter of Example Inc.", [], "Greeter of Example Inc."],
    ["Greets and greets...", [], "Greets and greets..."],
    ["Greets (people)", [], "Greets (people)"],
    ["Greets? Yes", [], undefined],
    ["It greets. And more.", ["punctuation"], null],
    ["A program.", ["article", "punctuation"], "Program"],
    [`${"Greets ".repeat(21)}all`, ["long"], null],
  ] as const)("of %j is %j", (text, faults, better) => {
    const judgement = judgeDescription(text, "hello", ["greet"]);
    if (text.startsWith("The program")) expect(judgement.faults).toEqual(["article"]);
    else expect(judgement.faults).toEqual(faults);
    if (better !== undefined && faults.length > 0) expect(judgement.better).toBe(better);
  });

  it("finds nothing wrong with what it proposes", () => {
    for (const text of [
      "A program.",
      "hello: the old greeter.",
      " a greeter, ",
      "Hello is an eBPF greeter!",
      "the a greeter",
    ]) {
      const { better } = judgeDescription(text, "hello", []);
      if (better !== null) expect(judgeDescription(better, "hello", []).faults, better).toEqual([]);
    }
  });
});

describe("description-style", () => {
  const text = (description: string, more = "") =>
    derivation(`pname = "hello"; meta = { description = ${description}; ${more} };`);
  it.each([
    ['"A program."', '"Program"'],
    ['"hello: greets"', '"Greets"'],
  ])("fixes %s", async (before, after) => {
    expect(await fixed(descriptionStyle, text(before))).toBe(text(after));
  });

  it.each(["''A program''", '"A \\"program\\""', `"${"Greets ".repeat(21)}all"`])(
    "does not fix %s",
    async (before) => {
      expect(await reported(descriptionStyle, text(before))).toHaveLength(1);
      expect(await fixed(descriptionStyle, text(before))).toBeNull();
    },
  );

  it("leaves what is computed alone, and knows the names of the package", async () => {
    expect(await reported(descriptionStyle, text('"A ${x}"'))).toEqual([]);
    expect(await reported(descriptionStyle, text("x"))).toEqual([]);
    expect(await reported(descriptionStyle, text('"greet people"', 'mainProgram = "greet";'))).toEqual([]);
    expect(await reported(descriptionStyle, text('"greet people"'))).toHaveLength(1);
  });
});

describe("deprecated-licence", () => {
  it.each([...DEPRECATED_LICENCES.keys()])("is reported of %s", async (name) => {
    expect(await reported(deprecatedLicence, derivation(`meta.license = lib.licenses.${name};`))).toEqual([
      `lib.licenses.${name}`,
    ]);
  });

  it.each([
    ["lib.licenses.gpl3Plus", []],
    ["[ lib.licenses.gpl3 lib.licenses.mit ]", ["lib.licenses.gpl3"]],
    ["with lib.licenses; [ mit gpl2 ]", ["gpl2"]],
    ["with lib.licenses; gpl2", ["gpl2"]],
    ["with lib; licenses.gpl2", ["licenses.gpl2"]],
    ["with lib; with licenses; [ gpl2 ]", ["gpl2"]],
    ["gpl2", []],
    ["with x; [ gpl2 ]", []],
    ["my.licenses.gpl2", []],
    ["let gpl2 = 1; in with lib.licenses; gpl2", []],
    ['"gpl2"', []],
    ["[ lib.licenses.mit ] ++ lib.optional withTls lib.licenses.lgpl21", ["lib.licenses.lgpl21"]],
  ])("of %s reports %j", async (value, expected) => {
    expect(await reported(deprecatedLicence, derivation(`meta.license = ${value};`))).toEqual(expected);
  });

  it("is seen through `with lib;` over meta, and `inherit`", async () => {
    expect(
      await reported(deprecatedLicence, derivation("meta = with lib; { license = licenses.gpl3; };")),
    ).toHaveLength(1);
    const inherited = derivation("meta.license = gpl3;", {
      builder: "let inherit (lib.licenses) gpl3; in stdenv.mkDerivation",
    });
    expect(await reported(deprecatedLicence, inherited)).toHaveLength(1);
  });
});

describe("source-provenance", () => {
  const src = (url: string, fetcher = "fetchurl") => `src = ${fetcher} { url = "${url}"; };`;
  it.each(["deb", "rpm", "AppImage", "dmg", "msi", "exe", "flatpak", "snap"])(
    "knows .%s",
    async (extension) => {
      expect(await reported(sourceProvenance, derivation(src(`https://x.org/\${x}.${extension}`)))).toEqual([
        "stdenv.mkDerivation",
      ]);
    },
  );

  const HOOK = "nativeBuildInputs = [ autoPatchelfHook ];";
  it.each([
    [src("https://x.org/x.tar.gz"), 0],
    [src("https://x.org/x.tar.gz") + HOOK, 1],
    [`${src("https://x.org/x.tar.gz")}${HOOK} buildPhase = "make";`, 0],
    [`${src("https://x.org/x.tar.gz")}${HOOK} cmakeFlags = [ ];`, 0],
    [src("https://x.org/x.zip", "fetchzip") + HOOK, 0],
    [`src = fetchFromGitHub { owner = "x"; repo = "y"; };${HOOK}`, 0],
    [`${src("https://x.org/x.deb")} meta.sourceProvenance = x;`, 0],
    [`${src("https://x.org/x.deb")} meta = x;`, 0],
    [`${src("https://x.org/x.debug")}`, 0],
    ["src = ./x.deb;", 0],
  ])("of %j finds %j", async (text, count) => {
    expect(await reported(sourceProvenance, derivation(text))).toHaveLength(count);
  });

  it("knows AppImages, sources of the name of another attribute, and what a package only uses", async () => {
    expect(
      await reported(sourceProvenance, derivation("", { builder: "appimageTools.wrapType2" })),
    ).toHaveLength(1);
    const named = derivation("inherit src;", {
      builder: `let ${src("https://x.org/x.deb")} in stdenv.mkDerivation`,
    });
    expect(await reported(sourceProvenance, named)).toEqual([]);
    const bound = derivation("src = deb;", {
      builder: 'let deb = fetchurl { url = "https://x.org/x.deb"; }; in stdenv.mkDerivation',
    });
    expect(await reported(sourceProvenance, bound)).toHaveLength(1);
    const inner = derivation(`x = stdenvNoCC.mkDerivation { ${src("https://x.org/x.deb")} };`);
    expect(await reported(sourceProvenance, inner)).toEqual([]);
  });
});

describe("broad-with", () => {
  it.each([
    ["meta = with lib; { };", {}, ["lib"]],
    ["meta = with pkgs.lib; { };", {}, ["pkgs.lib"]],
    ["meta = { maintainers = with lib.maintainers; [ ]; };", {}, []],
    ["meta = with x; { };", {}, []],
    ["", { builder: "with lib; stdenv.mkDerivation" }, ["lib"]],
  ])("of %j reports %j %j", async (text, how, expected) => {
    expect(await reported(broadWith, derivation(text, how))).toEqual(expected);
  });
});
