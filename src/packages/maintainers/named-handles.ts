import { descendants } from "../../nix/ast.ts";
import { known } from "../../nix/known.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { Span } from "../../nix/text.ts";
import { packageFunction } from "../derivation/results.ts";
import type { Files } from "../files.ts";
import type { PackageFile } from "../package-file.ts";
import type { People } from "./context.ts";
import { type MaintainerCache, maintainerCache, readCached } from "./maintainer-cache.ts";
import { MAINTAINER_LIST } from "./maintainer-list.ts";
import { packageMaintainers } from "./package-meta.ts";

const shared = maintainerCache();

/** More than any package needs by far. */
const MAX_STEPS = 20_000;

/** The handles by which a package surely names its maintainers, as far as that is understood. */
export function namedHandles({ path, file }: PackageFile): ReadonlySet<string> {
  const handles = new Set<string>();
  const fn = packageFunction(file);
  if (fn.kind !== "function") return handles;
  const people: People = {
    maintainer(handle) {
      handles.add(handle);
      return known({ name: handle, id: null, login: null });
    },
    members: () => known([]),
  };
  const steps = { left: MAX_STEPS };
  packageMaintainers({ path, source: file.source, function: fn.function, people, steps }, fn.scope);
  return handles;
}

/** Whether the list of maintainers surely lacks a handle. */
export function isNoMaintainer(files: Files, handle: string, cache: MaintainerCache = shared): boolean {
  const list = readCached(files, MAINTAINER_LIST, cache.maintainerList);
  return list.known && !list.value.has(handle);
}

/** Where a file first has a name; null where it has not. */
export function placeOfName(file: NixFile, name: string): Span | null {
  for (const node of descendants(file.expression)) {
    if ((node.kind === "variable" && node.name === name) || (node.kind === "name" && node.text === name))
      return node;
  }
  return null;
}
