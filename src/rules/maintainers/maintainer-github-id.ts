import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { checkEachAdded, LIST_LEVEL } from "./shared/added.ts";

export const maintainerGithubId: Rule = {
  name: "maintainer-github-id",
  family: "maintainers",
  codes: [],
  summary: "an entry that is added to the list of maintainers has a `github` and no `githubId`",
  level: LIST_LEVEL,
  comparesOnly: true,
  checks: {
    file: checkEachAdded(({ handle, name, fields }) =>
      fields.has("github") && !fields.has("githubId")
        ? {
            span: name,
            message: `${quoted(handle)} has a ${quoted("github")} and no ${quoted("githubId")}.`,
            help: `A login may pass to somebody else, its number does not. Add ${quoted("githubId")}, the ${quoted("id")} that ${quoted("https://api.github.com/users/LOGIN")} shows.`,
          }
        : null,
    ),
  },
};
