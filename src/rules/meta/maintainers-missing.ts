import { quoted } from "../../nix/shown.ts";
import { missingMeta } from "./shared/missing.ts";

export const maintainersMissing = missingMeta({
  name: "maintainers-missing",
  summary: "nobody maintains a package",
  attributes: ["maintainers", "teams"],
  message: (name, isEmpty) =>
    `${isEmpty ? `Nobody is in the \`meta.maintainers\` or \`meta.teams\` of ${quoted(name)}` : `${quoted(name)} has neither \`meta.maintainers\` nor \`meta.teams\``}, so nobody is asked when it breaks.`,
  help: "Name yourself in `meta.maintainers`, or a team in `meta.teams`.",
});
