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
import { staleHash } from "./source/stale-hash.ts";
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
  urlLiteral,
  explicitPhases,
  fakeHash,
  staleHash,
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
