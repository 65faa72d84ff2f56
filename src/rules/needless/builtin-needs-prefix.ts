import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";
import { lacksPrefix, unboundNames } from "./shared/unbound.ts";

export const builtinNeedsPrefix: Rule = {
  name: "builtin-needs-prefix",
  family: "needless",
  codes: [],
  summary: "a name is used that is defined only as an attribute of `builtins`",
  level: ERROR_IN_NIXPKGS,
  checks: {
    file(file, context) {
      const found = unboundNames(file);
      if (found === null) return;
      const { source } = found;
      for (const unbound of found.names) {
        if (!lacksPrefix(unbound)) continue;
        const { path, package: home } = file;
        const whole = `builtins.${unbound.name}`;
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at: { source, span: unbound },
          message: `${quoted(unbound.name)} is not defined here, so Nix refuses the file: it is an attribute of ${quoted("builtins")}.`,
          help: unbound.isVariable
            ? `Write ${quoted(whole)}.`
            : `Write ${quoted(`inherit (builtins) ${unbound.name};`)}.`,
          fix:
            unbound.isVariable && source.exact
              ? {
                  title: `Write ${quoted(whole)}`,
                  steps: [{ kind: "edit", path, range: rangeOf(source, unbound), text: whole }],
                }
              : null,
          about: unbound.name,
        }));
      }
    },
  },
};
