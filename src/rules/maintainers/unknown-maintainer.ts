import { checkDefinition } from "../../checker/checks/definitions.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { MAINTAINER_LIST } from "../../packages/maintainers/maintainer-list.ts";
import { isNoMaintainer, namedHandles, placeOfName } from "../../packages/maintainers/named-handles.ts";
import { readPackageFile } from "../../packages/package-file.ts";
import { LIST_LEVEL } from "./shared/added.ts";

export const unknownMaintainer: Rule = {
  name: "unknown-maintainer",
  family: "maintainers",
  codes: [],
  summary: "a package names a maintainer that the list of maintainers lacks",
  level: LIST_LEVEL,
  comparesOnly: true,
  checks: {
    package: checkDefinition(({ path, file }, { root, name, path: directory }, context) => {
      const { base, repository } = context;
      if (base === null) return;
      const handles = namedHandles({ path, file });
      if (handles.size === 0) return;
      // The list is large: of who was named before, it need not be read.
      const former = readPackageFile(base.files, directory, root.file);
      const before = former === null ? new Set<string>() : namedHandles(former);
      for (const handle of handles) {
        if (before.has(handle) || !isNoMaintainer(repository.files, handle)) continue;
        const span = placeOfName(file, handle);
        if (span === null) continue;
        context.report({
          path,
          attribute: name,
          at: { source: file.source, span },
          message: `${quoted(handle)} is not in ${quoted(MAINTAINER_LIST)}, so the package cannot be evaluated.`,
          help: `Add ${quoted(handle)} to the list in a commit of its own, before this one; or correct the name.`,
          about: handle,
        });
      }
    }),
  },
};
