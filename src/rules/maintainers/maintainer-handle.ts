import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { checkEachAdded, LIST_LEVEL } from "./shared/added.ts";

export const maintainerHandle: Rule = {
  name: "maintainer-handle",
  family: "maintainers",
  codes: [],
  summary: "an entry that is added to the list of maintainers has a handle that is no name in Nix",
  level: LIST_LEVEL,
  comparesOnly: true,
  checks: {
    file: checkEachAdded(({ handle, name }) => {
      if (NAME.test(handle)) return null;
      const other = `_${handle}`;
      const example = NAME.test(other) ? `, such as ${quoted(other)}` : "";
      return {
        span: name,
        message: `The handle ${quoted(handle)} is no name in Nix, so no package can write ${quoted(`lib.maintainers.${handle}`)}.`,
        help: `Take one of letters, digits, ${quoted("_")} and ${quoted("-")} that begins with a letter or ${quoted("_")}${example}.`,
      };
    }),
  },
};

/** What may stand behind a dot, or in a list below `with`. */
const NAME =
  /^(?!(?:if|then|else|assert|with|let|in|rec|inherit|or|import|null|true|false)$)[a-zA-Z_][a-zA-Z0-9_'-]*$/;
