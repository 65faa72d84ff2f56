// Written by `npm run generate` from the files of the families.
import type { Rule } from "../checker/rule.ts";
import { commitForm } from "./commits/commit-form.ts";
import { commitInit } from "./commits/commit-init.ts";
import { commitUpdate } from "./commits/commit-update.ts";
import { packageNotDerivation } from "./definitions/package-not-derivation.ts";
import { packageNotFunction } from "./definitions/package-not-function.ts";
import { strictDeps } from "./definitions/strict-deps.ts";
import { structuredAttrs } from "./definitions/structured-attrs.ts";
import { movedOutOfByName } from "./elsewhere/moved-out-of-by-name.ts";
import { newPackageOutsideByName } from "./elsewhere/new-package-outside-by-name.ts";
import { referenceIntoPackage } from "./elsewhere/reference-into-package.ts";
import { secondPackageInDirectory } from "./elsewhere/second-package-in-directory.ts";
import { executableWithoutShebang } from "./files/executable-without-shebang.ts";
import { nixSyntax } from "./files/nix-syntax.ts";
import { shebangNotExecutable } from "./files/shebang-not-executable.ts";
import { uselessEscape } from "./files/useless-escape.ts";
import { uselessIgnore } from "./files/useless-ignore.ts";
import { byteOrderMark } from "./format/byte-order-mark.ts";
import { crlf } from "./format/crlf.ts";
import { finalNewline } from "./format/final-newline.ts";
import { nixFormat } from "./format/nix-format.ts";
import { tabIndentation } from "./format/tab-indentation.ts";
import { trailingWhitespace } from "./format/trailing-whitespace.ts";
import { buildToolInBuildInputs } from "./inputs/build-tool-in-build-inputs.ts";
import { duplicateCheckInputs } from "./inputs/duplicate-check-inputs.ts";
import { mesonCmake } from "./inputs/meson-cmake.ts";
import { optionalWithList } from "./inputs/optional-with-list.ts";
import { unnecessaryParallelBuilding } from "./inputs/unnecessary-parallel-building.ts";
import { aliasShadows } from "./lifecycle/alias-shadows.ts";
import { formalShadowed } from "./lifecycle/formal-shadowed.ts";
import { lostOverride } from "./lifecycle/lost-override.ts";
import { removedWithoutAlias } from "./lifecycle/removed-without-alias.ts";
import { formalWithoutDefault } from "./listed/formal-without-default.ts";
import { importsNixpkgs } from "./listed/imports-nixpkgs.ts";
import { listedPathMissing } from "./listed/listed-path-missing.ts";
import { listedTwice } from "./listed/listed-twice.ts";
import { nameMismatch } from "./listed/name-mismatch.ts";
import { specialAttribute } from "./listed/special-attribute.ts";
import { templateLeftovers } from "./listed/template-leftovers.ts";
import { unlistedPackage } from "./listed/unlisted-package.ts";
import { maintainerGithubId } from "./maintainers/maintainer-github-id.ts";
import { maintainerHandle } from "./maintainers/maintainer-handle.ts";
import { maintainerOrder } from "./maintainers/maintainer-order.ts";
import { unknownMaintainer } from "./maintainers/unknown-maintainer.ts";
import { broadWith } from "./meta/broad-with.ts";
import { deprecatedLicence } from "./meta/deprecated-licence.ts";
import { descriptionMissing } from "./meta/description-missing.ts";
import { descriptionStyle } from "./meta/description-style.ts";
import { licenseMissing } from "./meta/license-missing.ts";
import { maintainersMissing } from "./meta/maintainers-missing.ts";
import { sourceProvenance } from "./meta/source-provenance.ts";
import { attributeTypo } from "./names/attribute-typo.ts";
import { environmentVariablesGoToEnv } from "./names/environment-variables-go-to-env.ts";
import { nameAndVersion } from "./names/name-and-version.ts";
import { noFlagsArray } from "./names/no-flags-array.ts";
import { noFlagsSpaces } from "./names/no-flags-spaces.ts";
import { pnameMismatch } from "./names/pname-mismatch.ts";
import { recOrFinalAttrs } from "./names/rec-or-final-attrs.ts";
import { unusedFormal } from "./names/unused-formal.ts";
import { versionFormat } from "./names/version-format.ts";
import { builtinNeedsPrefix } from "./needless/builtin-needs-prefix.ts";
import { emptyInherit } from "./needless/empty-inherit.ts";
import { legacyLet } from "./needless/legacy-let.ts";
import { needlessParentheses } from "./needless/needless-parentheses.ts";
import { needlessRec } from "./needless/needless-rec.ts";
import { needlessWith } from "./needless/needless-with.ts";
import { undefinedVariable } from "./needless/undefined-variable.ts";
import { urlLiteral } from "./needless/url-literal.ts";
import { internalCallPackage } from "./overrides/internal-call-package.ts";
import { overrideDangling } from "./overrides/override-dangling.ts";
import { overrideEmptyArgument } from "./overrides/override-empty-argument.ts";
import { overrideForbidden } from "./overrides/override-forbidden.ts";
import { overrideNoPath } from "./overrides/override-no-path.ts";
import { overrideNotCallPackage } from "./overrides/override-not-call-package.ts";
import { overrideOtherScope } from "./overrides/override-other-scope.ts";
import { overrideRemoved } from "./overrides/override-removed.ts";
import { overrideWrongPath } from "./overrides/override-wrong-path.ts";
import { explicitPhases } from "./phases/explicit-phases.ts";
import { fixupPhase } from "./phases/fixup-phase.ts";
import { missingPhaseHooks } from "./phases/missing-phase-hooks.ts";
import { patchPhase } from "./phases/patch-phase.ts";
import { substituteReplace } from "./phases/substitute-replace.ts";
import { versionCheckHook } from "./phases/version-check-hook.ts";
import { pythonExplicitCheckPhase } from "./python/python-explicit-check-phase.ts";
import { pythonImportsCheckTypo } from "./python/python-imports-check-typo.ts";
import { pythonIncludeTests } from "./python/python-include-tests.ts";
import { pathAbsolute } from "./references/path-absolute.ts";
import { pathCaseClash } from "./references/path-case-clash.ts";
import { pathHome } from "./references/path-home.ts";
import { pathInterpolated } from "./references/path-interpolated.ts";
import { pathOutsidePackage } from "./references/path-outside-package.ts";
import { pathSearch } from "./references/path-search.ts";
import { pathUnresolvable } from "./references/path-unresolvable.ts";
import { symlinkBroken } from "./references/symlink-broken.ts";
import { symlinkOutsidePackage } from "./references/symlink-outside-package.ts";
import { registryEntry } from "./registry/registry-entry.ts";
import { registryFile } from "./registry/registry-file.ts";
import { registryFormat } from "./registry/registry-format.ts";
import { registryJson } from "./registry/registry-json.ts";
import { registryLockTouched } from "./registry/registry-lock-touched.ts";
import { registryMore } from "./registry/registry-more.ts";
import { registryName } from "./registry/registry-name.ts";
import { registryOwner } from "./registry/registry-owner.ts";
import { registryUrl } from "./registry/registry-url.ts";
import { remoteArchived } from "./registry/remote-archived.ts";
import { remoteArguments } from "./registry/remote-arguments.ts";
import { remoteBuiltinFetch } from "./registry/remote-builtin-fetch.ts";
import { remoteEmpty } from "./registry/remote-empty.ts";
import { remoteFileMissing } from "./registry/remote-file-missing.ts";
import { remoteGone } from "./registry/remote-gone.ts";
import { remoteImportsNixpkgs } from "./registry/remote-imports-nixpkgs.ts";
import { remoteLicence } from "./registry/remote-licence.ts";
import { remoteNoPackage } from "./registry/remote-no-package.ts";
import { remotePlaceholder } from "./registry/remote-placeholder.ts";
import { remoteSubmodules } from "./registry/remote-submodules.ts";
import { remoteSyntax } from "./registry/remote-syntax.ts";
import { fakeHash } from "./source/fake-hash.ts";
import { fullIndex } from "./source/full-index.ts";
import { hashAttribute } from "./source/hash-attribute.ts";
import { insecureUrl } from "./source/insecure-url.ts";
import { mutableSource } from "./source/mutable-source.ts";
import { repoIsPname } from "./source/repo-is-pname.ts";
import { shortRev } from "./source/short-rev.ts";
import { staleHash } from "./source/stale-hash.ts";
import { tagNotRev } from "./source/tag-not-rev.ts";
import { undescribedPatch } from "./source/undescribed-patch.ts";
import { unusedFetchOption } from "./source/unused-fetch-option.ts";
import { packageCaseClash } from "./structure/package-case-clash.ts";
import { packageName } from "./structure/package-name.ts";
import { packageNixMissing } from "./structure/package-nix-missing.ts";
import { packageNixNotFile } from "./structure/package-nix-not-file.ts";
import { packageNotDirectory } from "./structure/package-not-directory.ts";
import { packageWithoutShard } from "./structure/package-without-shard.ts";
import { packageWrongShard } from "./structure/package-wrong-shard.ts";
import { shardName } from "./structure/shard-name.ts";
import { shardNotDirectory } from "./structure/shard-not-directory.ts";

/** Every rule: by family, and in it by number, those without one at the end. */
export const RULES: readonly Rule[] = [
  shardNotDirectory,
  shardName,
  packageWithoutShard,
  packageCaseClash,
  packageNotDirectory,
  packageName,
  packageWrongShard,
  packageNixMissing,
  packageNixNotFile,
  executableWithoutShebang,
  shebangNotExecutable,
  uselessEscape,
  nixSyntax,
  uselessIgnore,
  pathInterpolated,
  pathSearch,
  pathOutsidePackage,
  pathUnresolvable,
  symlinkOutsidePackage,
  symlinkBroken,
  pathAbsolute,
  pathHome,
  pathCaseClash,
  packageNotDerivation,
  strictDeps,
  structuredAttrs,
  packageNotFunction,
  internalCallPackage,
  overrideNotCallPackage,
  overrideOtherScope,
  overrideWrongPath,
  overrideEmptyArgument,
  overrideNoPath,
  overrideDangling,
  overrideForbidden,
  overrideRemoved,
  movedOutOfByName,
  newPackageOutsideByName,
  referenceIntoPackage,
  secondPackageInDirectory,
  formalWithoutDefault,
  importsNixpkgs,
  listedPathMissing,
  listedTwice,
  nameMismatch,
  specialAttribute,
  templateLeftovers,
  unlistedPackage,
  byteOrderMark,
  crlf,
  finalNewline,
  nixFormat,
  tabIndentation,
  trailingWhitespace,
  builtinNeedsPrefix,
  emptyInherit,
  legacyLet,
  needlessParentheses,
  needlessRec,
  needlessWith,
  undefinedVariable,
  urlLiteral,
  explicitPhases,
  fixupPhase,
  missingPhaseHooks,
  patchPhase,
  substituteReplace,
  versionCheckHook,
  buildToolInBuildInputs,
  duplicateCheckInputs,
  mesonCmake,
  optionalWithList,
  unnecessaryParallelBuilding,
  fakeHash,
  fullIndex,
  hashAttribute,
  insecureUrl,
  mutableSource,
  repoIsPname,
  shortRev,
  staleHash,
  tagNotRev,
  undescribedPatch,
  unusedFetchOption,
  broadWith,
  deprecatedLicence,
  descriptionMissing,
  descriptionStyle,
  licenseMissing,
  maintainersMissing,
  sourceProvenance,
  attributeTypo,
  environmentVariablesGoToEnv,
  nameAndVersion,
  noFlagsArray,
  noFlagsSpaces,
  pnameMismatch,
  recOrFinalAttrs,
  unusedFormal,
  versionFormat,
  pythonExplicitCheckPhase,
  pythonImportsCheckTypo,
  pythonIncludeTests,
  maintainerGithubId,
  maintainerHandle,
  maintainerOrder,
  unknownMaintainer,
  aliasShadows,
  formalShadowed,
  lostOverride,
  removedWithoutAlias,
  commitForm,
  commitInit,
  commitUpdate,
  registryEntry,
  registryFile,
  registryFormat,
  registryJson,
  registryLockTouched,
  registryMore,
  registryName,
  registryOwner,
  registryUrl,
  remoteArchived,
  remoteArguments,
  remoteBuiltinFetch,
  remoteEmpty,
  remoteFileMissing,
  remoteGone,
  remoteImportsNixpkgs,
  remoteLicence,
  remoteNoPackage,
  remotePlaceholder,
  remoteSubmodules,
  remoteSyntax,
];
