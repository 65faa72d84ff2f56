import type { Rule } from "../../checker/rule.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";

export const explicitPhases: Rule = {
  name: "explicit-phases",
  family: "phases",
  codes: [],
  summary: "a derivation lists the phases that are run",
  level: "advice",
  checks: {
    derivation({ path, source, package: home, derivation }, context) {
      const phases = attribute(derivation, "phases");
      if (!phases.known || phases.value?.kind !== "value") return;
      const { value, binding } = phases.value;
      const { kind } = unparenthesized(value);
      if (binding.kind !== "binding" || (kind !== "list" && kind !== "string")) return;
      context.report({
        path,
        attribute: home.name,
        at: { source, span: binding.attrpath },
        message:
          "`phases` lists all phases that are run, so the others are skipped, even those that hooks rely on.",
        help: "Leave `phases` out. Switch off what must not run: `dontUnpack = true`, `dontConfigure = true`, `dontBuild = true`.",
        about: "phases",
      });
    },
  },
};
