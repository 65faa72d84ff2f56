// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { fixupPhase } from "../../../src/rules/phases/fixup-phase.ts";
import { missingPhaseHooks } from "../../../src/rules/phases/missing-phase-hooks.ts";
import { patchPhase } from "../../../src/rules/phases/patch-phase.ts";
import { substituteReplace } from "../../../src/rules/phases/substitute-replace.ts";
import { versionCheckHook } from "../../../src/rules/phases/version-check-hook.ts";
import { derivation, findingsIn, fixed, reported } from "../advice.ts";

describe("missing-phase-hooks", () => {
  it.each([
    ["configurePhase", "Configure"],
    ["buildPhase", "Build"],
    ["checkPhase", "Check"],
    ["installPhase", "Install"],
    ["installCheckPhase", "InstallCheck"],
  ])("is reported of %s", async (phase, name) => {
    const [finding] = await findingsIn(missingPhaseHooks, derivation(`${phase} = "make x";`));
    expect(finding?.message).toContain(`\`runHook pre${name}\` and \`runHook post${name}\``);
  });

  it.each([
    ["one of another phase", "''runHook preBuild; make; runHook postBuild''"],
    ["a path to a program", "''${zlib}/bin/x''"],
    ["an interpolation as an argument", "''cp ${zlib} $out''"],
    ["a quoted path to a program", `''"\${zlib}/bin/x"''`],
    [
      "a hook in the name of another",
      "''runHook preInstallAll; runHook myPreInstall; x; runHook postInstalled''",
    ],
    ["a phase behind `let`", "let x = 1; in ''make''"],
    ["a phase in parentheses", '("make")'],
  ])("is reported with %s", async (_, value) => {
    expect(await reported(missingPhaseHooks, derivation(`installPhase = ${value};`))).toEqual([
      "installPhase",
    ]);
  });

  it.each([
    ["both hooks", '"runHook preInstall; make; runHook postInstall"'],
    ["hooks in quotes", `"runHook 'preInstall'; make; runHook 'postInstall'"`],
    ["hooks run as variables", '"eval \\"$preInstall\\"; make; eval \\"$postInstall\\""'],
    ["an interpolation for a command", "''\n  ${script}\n''"],
    ["an interpolation behind `;`", "''cd x; ${script}''"],
    [
      "hooks in what is interpolated",
      "''make ${lib.optionalString true ''; runHook preInstall; runHook postInstall''}''",
    ],
    ["another phase that is called", "''cmakeInstallPhase''"],
    ["a function of a hook", "''npmInstallHook''"],
    ["a script that is sourced", "''source $stdenv/setup''"],
    ["a script that is sourced by a dot", "''. ./x.sh''"],
    ["what is evaluated", `''eval "$x"''`],
    ["nothing", '""'],
    ["blanks and a comment", "''\n  # nothing to install\n''"],
    ["`true`", '"true"'],
    ["a colon", '":"'],
    ["a value that is computed", "x"],
    ["strings that are joined", '"make" + x'],
    ["`null`", "null"],
  ])("is not reported with %s", async (_, value) => {
    expect(await reported(missingPhaseHooks, derivation(`installPhase = ${value};`))).toEqual([]);
  });

  it("is not reported of builders without phases, nor of unpackPhase", async () => {
    const shell = derivation('checkPhase = "make";', { builder: "pkgs.writeShellApplication" });
    expect(await reported(missingPhaseHooks, shell)).toEqual([]);
    expect(await reported(missingPhaseHooks, derivation('unpackPhase = "tar xf $src";'))).toEqual([]);
  });

  it.each([
    ["finalAttrs", { open: "(finalAttrs: {", close: "})" }],
    ["rec", { open: "rec {" }],
    ["a builder of a language", { builder: "python3Packages.buildPythonPackage" }],
    ["a builder that `let` names", { builder: "let build = stdenv.mkDerivation; in build" }],
  ])("is seen through %s", async (_, how) => {
    expect(await reported(missingPhaseHooks, derivation('buildPhase = "make";', how))).toEqual([
      "buildPhase",
    ]);
  });

  it.each([
    ["''\n  make\n''", "''\n  runHook preBuild\n\n  make\n\n  runHook postBuild\n''"],
    ["''\n  runHook preBuild\n  make\n''", "''\n  runHook preBuild\n  make\n\n  runHook postBuild\n''"],
    ["''\n  make\n  runHook postBuild\n''", "''\n  runHook preBuild\n\n  make\n  runHook postBuild\n''"],
    ['"make ${x}"', "''\n  runHook preBuild\n\n  make ${x}\n\n  runHook postBuild\n''"],
    // In the other kind of string these would mean something else, or the lines are not plain.
    ['"make \\"x\\""', null],
    ['"a\nb"', null],
    ["\"x ''y''\"", null],
    ["''make''", null],
    ["''\n  make''", null],
  ])("fixes %j", async (value, expected) => {
    const after = expected === null ? null : derivation(`buildPhase = ${expected};`);
    expect(await fixed(missingPhaseHooks, derivation(`buildPhase = ${value};`))).toBe(after);
  });
});

describe("patch-phase and fixup-phase", () => {
  it.each([
    [patchPhase, "patchPhase"],
    [fixupPhase, "fixupPhase"],
  ])("are reported of a phase that is written out", async (rule, phase) => {
    expect(await reported(rule, derivation(`${phase} = "sed -i x y";`))).toEqual([phase]);
    expect(await reported(rule, derivation(`${phase} = x;`))).toEqual([]);
    expect(await reported(rule, derivation(`post${phase} = "x";`))).toEqual([]);
  });

  const messageOf = async (rule: Rule, text: string) =>
    (await findingsIn(rule, derivation(text)))[0]?.message;

  it.each([
    ["sed -i x y", "`patches`, `prePatch` and `postPatch` do nothing here"],
    ["runHook prePatch; sed -i x y; runHook postPatch", "`patches` does nothing here"],
    ["for i in $patches; do patch < $i; done", "`prePatch` and `postPatch` do nothing here"],
    ["sed -i x patches/series", "`patches`, `prePatch` and `postPatch` do nothing here"],
    ["runHook prePatch; for i in ''${patches[@]}; do patch < $i; done; runHook postPatch", undefined],
    ["patchPhase; sed -i x y", undefined],
    ["${old.patchPhase}\nsed -i x y", undefined],
    ["genericBuild", undefined],
  ])("patch-phase: of %j says that %s", async (script, lost) => {
    const message = await messageOf(patchPhase, `patchPhase = ''${script}'';`);
    if (lost === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(`so ${lost}`);
  });

  it.each([
    ["rm x", "nothing is stripped, shebangs are not patched and hooks"],
    ["patchShebangs $out/bin", "nothing is stripped and hooks"],
    ["stripDirs strip lib; patchShebangs x", "hooks such as those that wrap programs do not run"],
    ["runHook fixupOutput", undefined],
    ["fixupPhase; rm x", undefined],
  ])("fixup-phase: of %j says that %s", async (script, lost) => {
    const message = await messageOf(fixupPhase, `fixupPhase = ''${script}'';`);
    if (lost === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(`so ${lost}`);
  });

  it("fixup-phase is silent of what has a fixed hash, or may have", async () => {
    for (const hash of ['outputHash = "x";', "inherit outputHash;"])
      expect(await reported(fixupPhase, derivation(`fixupPhase = "rm x"; ${hash}`))).toEqual([]);
  });

  it("name what switches a phase off where it does nothing", async () => {
    const helpOf = async (value: string) =>
      (await findingsIn(fixupPhase, derivation(`fixupPhase = ${value};`)))[0]?.help;
    expect(await helpOf('":"')).toContain("dontFixup = true");
    expect(await helpOf('"x"')).toContain("postFixup");
  });
});

describe("substitute-replace", () => {
  it.each([
    ["substituteInPlace Makefile --replace a b", ["--replace"]],
    ["substitute x $out/y --replace a b", ["--replace"]],
    ["substituteInPlace x \\\n    --replace a b \\\n    --replace c d", ["--replace"]],
    ["if true; then substituteInPlace x --replace a b; fi", ["--replace"]],
    ["substituteInPlace x --replace a b\n  substituteInPlace y --replace c d", ["--replace", "--replace"]],
    ["substituteInPlace x --replace-fail a b", []],
    ["substituteInPlace x --replace-fail --replace-me b # --replace", []],
    [`substituteInPlace x --replace-fail "--replace" b`, []],
    ["other x --replace a b", []],
    ["substituteInPlace x\n  --replace a b", []],
    ["echo substituteInPlace; y --replace a b", []],
    ["# substituteInPlace x --replace a b", []],
  ])("reports of %j: %j", async (script, expected) => {
    expect(await reported(substituteReplace, derivation(`postPatch = ''\n  ${script}\n'';`))).toEqual(
      expected,
    );
  });

  it("sees scripts that are joined and conditional, and not those of other builders", async () => {
    const script = "''substituteInPlace x --replace a b''";
    expect(
      await reported(
        substituteReplace,
        derivation(`postPatch = lib.optionalString true ${script} + ${script};`),
      ),
    ).toHaveLength(2);
    expect(
      await reported(
        substituteReplace,
        derivation(`x = ${script};`, { builder: 'runCommand "x"', close: '} ""' }),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      "substituteInPlace x --replace a b --replace c d",
      "substituteInPlace x --replace-fail a b --replace-fail c d",
    ],
    ["substituteInPlace $out/x --replace a ${zlib}", "substituteInPlace $out/x --replace-fail a ${zlib}"],
    ["substituteInPlace x y --replace a b", null],
    ["substituteInPlace *.c --replace a b", null],
    ["substituteInPlace $file --replace a b", null],
  ])("fixes %j where it is about one file", async (script, expected) => {
    const text = (of: string) => derivation(`postPatch = ''\n  ${of}\n'';`);
    expect(await fixed(substituteReplace, text(script))).toBe(expected === null ? null : text(expected));
  });
});

describe("version-check-hook", () => {
  const HOOK = "nativeInstallCheckInputs = [ versionCheckHook ];";
  it.each([
    [HOOK, ["versionCheckHook"]],
    [`${HOOK} doInstallCheck = false;`, ["versionCheckHook"]],
    [`${HOOK} doInstallCheck = true;`, []],
    [`${HOOK} doInstallCheck = x;`, []],
    ["nativeCheckInputs = [ versionCheckHook ];", ["versionCheckHook"]],
    ["nativeCheckInputs = [ versionCheckHook ]; doInstallCheck = true;", ["versionCheckHook"]],
    ["nativeCheckInputs = [ git ];", []],
  ])("reports of %j: %j", async (text, expected) => {
    expect(await reported(versionCheckHook, derivation(text))).toEqual(expected);
    expect(await reported(versionCheckHook, derivation(text, { builder: "buildGoModule" }))).toEqual(
      expected,
    );
    const python = derivation(text, { builder: "python3Packages.buildPythonApplication" });
    expect(await reported(versionCheckHook, python)).toEqual([]);
  });
});
