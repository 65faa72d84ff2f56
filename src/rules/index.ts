import type { Preset, RuleLevel } from "../config/configuration.ts";
import type { RuleNaming } from "../config/parse.ts";
import { executableWithoutShebang } from "./executable-without-shebang.ts";
import { internalCallPackage } from "./internal-call-package.ts";
import { movedOutOfByName } from "./moved-out-of-by-name.ts";
import { newPackageOutsideByName } from "./new-package-outside-by-name.ts";
import { nixSyntax } from "./nix-syntax.ts";
import { overrideEmptyArgument } from "./override-empty-argument.ts";
import { overrideForbidden } from "./override-forbidden.ts";
import { overrideNoPath } from "./override-no-path.ts";
import { overrideNotCallPackage } from "./override-not-call-package.ts";
import { overrideOtherScope } from "./override-other-scope.ts";
import { overrideRemoved } from "./override-removed.ts";
import { overrideWrongPath } from "./override-wrong-path.ts";
import { packageCaseClash } from "./package-case-clash.ts";
import { packageName } from "./package-name.ts";
import { packageNixMissing } from "./package-nix-missing.ts";
import { packageNixNotFile } from "./package-nix-not-file.ts";
import { packageNotDerivation } from "./package-not-derivation.ts";
import { packageNotDirectory } from "./package-not-directory.ts";
import { packageNotFunction } from "./package-not-function.ts";
import { packageWrongShard } from "./package-wrong-shard.ts";
import { pathAbsolute } from "./path-absolute.ts";
import { pathHome } from "./path-home.ts";
import { pathInterpolated } from "./path-interpolated.ts";
import { pathOutsidePackage } from "./path-outside-package.ts";
import { pathSearch } from "./path-search.ts";
import { pathUnresolvable } from "./path-unresolvable.ts";
import { referenceIntoPackage } from "./reference-into-package.ts";
import type { Rule } from "./rule.ts";
import { secondPackageInDirectory } from "./second-package-in-directory.ts";
import { shardName } from "./shard-name.ts";
import { shardNotDirectory } from "./shard-not-directory.ts";
import { shebangNotExecutable } from "./shebang-not-executable.ts";
import { strictDeps } from "./strict-deps.ts";
import { structuredAttrs } from "./structured-attrs.ts";
import { symlinkBroken } from "./symlink-broken.ts";
import { symlinkOutsidePackage } from "./symlink-outside-package.ts";
import { uselessEscape } from "./useless-escape.ts";

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = [
  shardNotDirectory,
  shardName,
  packageCaseClash,
  packageNotDirectory,
  packageName,
  packageWrongShard,
  packageNixMissing,
  packageNixNotFile,
  nixSyntax,
  executableWithoutShebang,
  shebangNotExecutable,
  uselessEscape,
  pathInterpolated,
  pathSearch,
  pathOutsidePackage,
  pathUnresolvable,
  symlinkOutsidePackage,
  symlinkBroken,
  pathAbsolute,
  pathHome,
  packageNotFunction,
  packageNotDerivation,
  strictDeps,
  structuredAttrs,
  overrideNotCallPackage,
  overrideOtherScope,
  overrideWrongPath,
  overrideEmptyArgument,
  overrideNoPath,
  overrideRemoved,
  internalCallPackage,
  overrideForbidden,
  movedOutOfByName,
  newPackageOutsideByName,
  secondPackageInDirectory,
  referenceIntoPackage,
];

/** Every name and number that a rule may be called by. */
export const RULE_NAMES: readonly string[] = RULES.flatMap((rule) => [rule.name, ...rule.codes]);

/** The rule of a name or NPV number, whatever the case of the number; null where there is none. */
export function findRule(nameOrCode: string): Rule | null {
  const code = nameOrCode.toUpperCase();
  return RULES.find((rule) => rule.name === nameOrCode || rule.codes.includes(code)) ?? null;
}

/** How a configuration names rules. */
export const RULE_NAMING: RuleNaming = {
  names: RULE_NAMES,
  nameOf: (nameOrCode) => findRule(nameOrCode)?.name ?? null,
};

/** The level of a rule: what the configuration says, else what the preset starts from. */
export function levelOf(rule: Rule, preset: Preset, configured: ReadonlyMap<string, RuleLevel>): RuleLevel {
  return configured.get(rule.name) ?? (typeof rule.level === "string" ? rule.level : rule.level[preset]);
}
