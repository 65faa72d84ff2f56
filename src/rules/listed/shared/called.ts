import { plainString, unparenthesized } from "../../../nix/expressions.ts";
import { type Known, unknown } from "../../../nix/known.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import { type Derivation, readDerivation } from "../../../packages/derivation/derivation.ts";
import { DEFAULT_FILE } from "../../../packages/layout.ts";
import type { Repository } from "../../../packages/repository.ts";
import { resolvePath } from "../../../snapshot/resolve.ts";
import { joinPath } from "../../../snapshot/snapshot.ts";

/** The derivation that a called path defines, where it is that of a known builder. */
export function derivationAt({ files }: Repository, target: string): Known<Derivation> {
  const path = target.endsWith(".nix") ? target : joinPath(target, DEFAULT_FILE);
  const resolved = resolvePath(files.snapshot, path);
  if (resolved.kind !== "found") return unknown("the file is not there");
  const reading = files.readNix(resolved.path);
  if (reading.kind !== "text" || reading.file.problems.length > 0) return unknown("the file cannot be read");
  return readDerivation(reading.file);
}

/** The `pname` of a derivation, or else its `name`; null where that is not written out. */
export function nameOf(derivation: Derivation): string | null {
  return textOf(derivation, "pname") ?? textOf(derivation, "name");
}

/** How the `pname` of a derivation begins, or else its `name`: what stands before the first interpolation. */
export function nameBeginning(derivation: Derivation): string | null {
  for (const name of ["pname", "name"]) {
    const found = attribute(derivation, name);
    if (!found.known || found.value?.kind !== "value") continue;
    const value = unparenthesized(found.value.value);
    const [first] = value.kind === "string" ? value.parts : [];
    if (first?.kind === "text") return first.text;
  }
  return null;
}

function textOf(derivation: Derivation, name: string): string | null {
  const found = attribute(derivation, name);
  if (!found.known || found.value?.kind !== "value") return null;
  return plainString(found.value.value);
}
