import type { Finding } from "../../src/checker/finding.ts";
import type { Rule } from "../../src/checker/rule.ts";
import { applyFix, textOf } from "../support/apply-fix.ts";
import { checkFiles } from "../support/check.ts";
import { covered, inPackage } from "./builders.ts";

const PATH = inPackage("hello", "package.nix");

/** A rule of any level as one that is on, and that looks at a tree alone, too. */
function switchedOn({ comparesOnly: _, ...rule }: Rule): Rule {
  return { ...rule, level: "advice" };
}

/** What a rule finds in the `package.nix` of a package. */
export async function findingsIn(rule: Rule, text: string): Promise<readonly Finding[]> {
  return (await checkFiles({ [PATH]: text }, [switchedOn(rule)])).findings;
}

/** The parts of a `package.nix` that a rule reports. */
export async function reported(rule: Rule, text: string): Promise<(string | null)[]> {
  return (await findingsIn(rule, text)).map((finding) => covered(finding, { [PATH]: text }));
}

/** A `package.nix` after the fix of the only finding of a rule; null where that has none. */
export async function fixed(rule: Rule, text: string): Promise<string | null> {
  const [finding, ...more] = await findingsIn(rule, text);
  if (finding === undefined || more.length > 0) throw new Error(`${more.length} more findings than one`);
  return finding.fix === null ? null : textOf(applyFix({ [PATH]: text }, finding.fix)[PATH] ?? "");
}

/** A package with these attributes, one line each, whose function takes whatever a test names. */
export function derivation(
  attributes: string,
  { builder = "stdenv.mkDerivation", open = "{", close = "}" } = {},
): string {
  return `${FORMALS}:\n\n${builder} ${open}\n  ${attributes.replace(/\n(?!\n)/g, "\n  ")}\n${close}\n`;
}

const FORMALS =
  "{ lib, stdenv, stdenvNoCC, fetchurl, fetchgit, fetchzip, fetchpatch, fetchpatch2, fetchFromGitHub, fetchFromGitLab, fetchFromSourcehut, buildGoModule, buildRustPackage, buildNpmPackage, python3Packages, appimageTools, runCommand, cmake, meson, ninja, pkg-config, makeWrapper, libsForQt5, zlib, openssl, git, requests, pytestCheckHook, unittestCheckHook, pytest, versionCheckHook, autoPatchelfHook, pkgs, withTls ? true, version ? null }";
