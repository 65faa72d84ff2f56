import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { staticString } from "../../nix/names.ts";
import { throughNames } from "../../nix/scope.ts";
import { quoted } from "../../nix/shown.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { versionFault } from "./shared/versions.ts";

export const versionFormat: Rule = {
  name: "version-format",
  family: "names",
  codes: [],
  summary: "a version is not of the form that nixpkgs uses",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation) => {
      const found = attribute(derivation, "version");
      if (!runsPhases(derivation.path) || !found.known || found.value?.kind !== "value") return [];
      const { expression } = throughNames(found.value.value, found.value.scope, 4);
      const version = staticString(expression);
      const fault = version === null ? null : versionFault(version);
      if (version === null || fault === null) return [];
      return [
        {
          at: expression,
          message: `The version ${quoted(version)} ${fault.fault}.`,
          help: fault.help,
          about: version,
        },
      ];
    }),
  },
};
