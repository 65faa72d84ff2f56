import { variants } from "../dependencies.ts";
import { attributeSet, binding } from "../layout.ts";
import type { Random } from "../random.ts";
import { nameStems } from "../vocabulary.ts";

/** Formals that nobody overrides. */
const never =
  /^(lib|fetch.*|.*Hook\d?|callPackage|nixosTests|testers|nix-update-script|bundlerUpdateScript)$/;

/** What `callPackage` is given beyond the defaults: up to `count` of the package's formals, at least one. */
export function overrideArguments(
  random: Random,
  formals: ReadonlyMap<string, string | null>,
  count: number,
): string {
  const known = [...formals].filter(([name]) => !never.test(name));
  const likely = known.filter(([name, fallback]) => fallback !== null || variants.has(name));
  const chosen = random.sample(likely.length > 0 ? likely : known, count);
  if (chosen.length === 0) return attributeSet([binding("lib", "lib")]);
  return attributeSet(chosen.map(([name, fallback]) => argument(random, name, fallback)));
}

function argument(random: Random, name: string, fallback: string | null): string {
  if (fallback === "true") return binding(name, "false");
  if (fallback === "false") return binding(name, "true");
  if (fallback === "[ ]") return binding(name, `[ ${random.pick(nameStems)} ]`);
  if (fallback !== null) return binding(name, "stdenv.hostPlatform.isLinux && !stdenv.hostPlatform.isStatic");
  const others = variants.get(name);
  if (others !== undefined) return binding(name, random.pick(others));
  if (name.startsWith("libX")) return `inherit (xorg) ${name};`;
  const option = `${random.pick(["with", "enable"])}${random.pick(["Docs", "Gui", "Static", "Python"])}`;
  return binding(name, `${name}.override { ${option} = ${random.pick(["true", "false"])}; }`);
}
