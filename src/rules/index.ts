import type { Preset, RuleLevel } from "../config/configuration.ts";
import type { RuleNaming } from "../config/parse.ts";
import { executableWithoutShebang } from "./executable-without-shebang.ts";
import { internalCallPackage } from "./internal-call-package.ts";
import { movedOutOfByName } from "./moved-out-of-by-name.ts";
import { newPackageOutsideByName } from "./new-package-outside-by-name.ts";
import { nixSyntax } from "./nix-syntax.ts";
import { overrideDangling } from "./override-dangling.ts";
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
import { packageWithoutShard } from "./package-without-shard.ts";
import { packageWrongShard } from "./package-wrong-shard.ts";
import { pathAbsolute } from "./path-absolute.ts";
import { pathCaseClash } from "./path-case-clash.ts";
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
  packageWithoutShard,
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
  pathCaseClash,
  packageNotFunction,
  packageNotDerivation,
  strictDeps,
  structuredAttrs,
  overrideNotCallPackage,
  overrideOtherScope,
  overrideWrongPath,
  overrideDangling,
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

/** Every name and number that a rule may be called by, each once. */
export const RULE_NAMES: readonly string[] = [
  ...new Set(RULES.flatMap((rule) => [rule.name, ...rule.codes, ...(rule.formerCodes ?? [])])),
];

/**
 * The rules of a name or NPV number, whatever the case of the number: one of a name, all that carry it of a
 * number, the rule that it means first of all in front. Empty where there is none.
 */
export function findRules(nameOrCode: string): readonly Rule[] {
  const code = nameOrCode.toUpperCase();
  return RULES.filter(
    (rule) =>
      rule.name === nameOrCode || rule.codes.includes(code) || rule.formerCodes?.includes(code) === true,
  );
}

/** The rule that a name or number means first of all; null where there is none. */
export function findRule(nameOrCode: string): Rule | null {
  return findRules(nameOrCode)[0] ?? null;
}

/** How a configuration names rules. */
export const RULE_NAMING: RuleNaming = {
  names: RULE_NAMES,
  namesOf: (nameOrCode) => findRules(nameOrCode).map(({ name }) => name),
};

/** The level of a rule: what the configuration says, else what the preset starts from. */
export function levelOf(rule: Rule, preset: Preset, configured: ReadonlyMap<string, RuleLevel>): RuleLevel {
  return configured.get(rule.name) ?? (typeof rule.level === "string" ? rule.level : rule.level[preset]);
}
