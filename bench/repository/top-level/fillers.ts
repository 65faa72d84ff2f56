import { variants } from "../dependencies.ts";
import { inherit } from "../layout.ts";
import type { RepositoryPlan } from "../plan.ts";
import type { Random } from "../random.ts";
import { nameStems } from "../vocabulary.ts";
import { variantOf } from "./overrides.ts";

const sets = ["llvmPackages_18", "python3Packages", "kdePackages", "darwin", "nodePackages", "ocamlPackages"];

/** Definitions of other forms than calls of a package's file, without end, each of attributes not defined yet. */
export function* fillers(plan: RepositoryPlan, random: Random): Generator<string> {
  const taken = new Set(plan.attributes);
  const fresh = (make: () => string): string => {
    for (;;) {
      const name = make();
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const compound = (): string =>
    `${random.pick(nameStems)}-${random.pick(nameStems)}${random.integer(2, 99)}`;
  for (const [base, others] of variants) {
    for (const other of others) {
      if (other.includes(".") || taken.has(other)) continue;
      taken.add(other);
      yield `${other} = ${base}.override { version = "${random.integer(1, 20)}"; };`;
    }
  }
  for (;;) {
    const name = random.pick(plan.byName);
    const forms = [
      () => `${fresh(compound)} = ${name};`,
      () => `${fresh(() => `${name}-${random.pick(nameStems)}`)} = ${name}.override { withGui = true; };`,
      () => `${fresh(compound)} = with python3Packages; toPythonApplication ${name};`,
      () => {
        const names = Array.from({ length: random.integer(1, 8) }, () => fresh(compound));
        return inherit(names, random.pick(sets));
      },
      () =>
        variantOf(
          plan.seed,
          plan.people,
          name,
          fresh(() => `${name}-${random.pick(nameStems)}`),
        ),
      () => {
        const attribute = fresh(compound);
        return `${attribute} = recurseIntoAttrs (\n  lib.makeScope newScope (self: {\n    inherit ${name};\n  })\n);`;
      },
      () => {
        const attribute = fresh(compound);
        return `${attribute} =\n  let\n    python = python3.override { enableOptimizations = true; };\n  in\n  ${name}.override { python3 = python; };`;
      },
      () =>
        `${fresh(compound)} = lib.lowPrio (\n  ${name}.overrideAttrs (old: {\n    doCheck = false;\n  })\n);`,
      () => `${fresh(compound)} = if stdenv.hostPlatform.isDarwin then null else ${name};`,
    ];
    yield random.pick(forms)();
  }
}
